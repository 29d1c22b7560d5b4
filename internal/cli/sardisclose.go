package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"casefile/internal/access"
	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/disclose"
	"casefile/internal/record"
	"casefile/internal/store"
)

func newSarDisclose(app *App) *cobra.Command {
	o := &sarOptions{}
	cmd := sarVerbCommand(app, "disclose CASE --pack DIR", "Hand a copy out, and record that", o,
		runSarDisclose)
	cmd.Example = `  # record that the copy was handed out
  casefile sar disclose K3F9-27QM --pack copy -F disclosure.md`
	cmd.Long = `Record that a copy was handed out. DIR is the folder that casefile sar draft made
and people have read. The command makes the copy again, and every byte must be the same.
Without such a folder the copy is written now. The entry holds the SHA-256 of the copy's
sums, and the log of what was left out and why. It does not hold the copy.

The texts are those of the time of the copy. The names to leave out follow the record
as it is now: after a new mark, protection or amendment you need a new copy.

The command is refused while proof of identity or the answer to a clarification is
awaited, and while anybody is undecided. A manager must have endorsed the decisions,
which must name every exemption that was used.`
	o.flags(cmd)
	cmd.Flags().StringVar(&o.folder, "pack", "", "the `folder` of the copy")
	return cmd
}

func runSarDisclose(ctx context.Context, app *App, b *casebook.Book, id record.ID,
	o sarOptions,
) error {
	if o.folder == "" {
		return withHint(usage("--pack DIR says which copy goes"), "casefile sar draft %s makes one",
			id)
	}
	if err := outside(b.Repo(), o.folder); err != nil {
		return err
	}
	return sarStep(ctx, app, b, id, o, func(c *cases.Case, r *cases.Access) (sarEntry, error) {
		out, err := toDisclose(ctx, app, b, c, r, o)
		if err != nil {
			return sarEntry{}, err
		}
		e := sarEntry{kind: record.KindAccessDisclosure, verb: "disclose"}
		e.known = access.Handed(b.Today(), r, out.pack, out.log)
		e.check = func(p *casebook.Prepared) (record.Findings, error) {
			return nil, handed(p.Entry, out.pack)
		}
		e.save = func(p *casebook.Prepared) (*casebook.Done, error) {
			return handOut(ctx, app, b, p, out)
		}
		return e, nil
	})
}

// handed refuses a text about another copy, or about none.
func handed(e *record.Entry, pack disclose.Package) error {
	err := access.CheckHanded(e, access.Sum(pack))
	switch {
	case errors.Is(err, access.ErrCopyGoes):
		return withHint(usage("%v", err), "casefile sar close --outcome %s", e.Str("outcome"))
	case err != nil:
		return usage("%v", err)
	}
	return nil
}

// disclosure is a copy that is about to be handed out.
type disclosure struct {
	pack   disclose.Package
	log    disclose.Log // what was left out, and why
	folder string
	there  bool   // the folder already has it, byte for byte
	sendTo string // from the request; "" if it does not say
}

// toDisclose makes the copy from endorsed decisions only.
func toDisclose(ctx context.Context, app *App, b *casebook.Book, c *cases.Case, r *cases.Access,
	o sarOptions,
) (*disclosure, error) {
	s := sarRequest{c: c, request: r, agency: agencyOf(b)}
	err := forkRefusal("no copy leaves yet", c.MayLeave())
	if err != nil {
		return nil, err
	}
	if s.decided, err = access.MayGo(c, r, s.agency); err != nil {
		return nil, refusedOf(err, s.named())
	}
	asAt, there, err := asAtOf(b, o.folder)
	if err != nil {
		return nil, err
	}
	m, err := s.copyMaker(ctx, b, s.decided.Signed, asAt)
	if err != nil {
		return nil, err
	}
	made, err := makeCopy(app, m)
	if err != nil {
		return nil, notMade(app, s, err)
	}
	out := &disclosure{pack: made.Pack, log: made.Log, folder: o.folder, there: there,
		sendTo: r.Entry.Str("send_to")}
	if err = refusedOf(s.decided.Covers(c.ID, out.log), s.named()); err != nil {
		return nil, err
	}
	if there {
		err = sameFolder(out.folder, out.pack)
	}
	return out, err
}

// asAtOf reads from a folder when its copy was made. If the folder has none, it returns the present
// time.
func asAtOf(b *casebook.Book, folder string) (asAt time.Time, there bool, err error) {
	page, err := os.ReadFile(filepath.Join(folder, access.ReadmeFile))
	if errors.Is(err, fs.ErrNotExist) {
		return b.Reached().Truncate(time.Second), false, nil
	}
	if err == nil {
		asAt, err = access.StoodAt(page, b.Reached())
	}
	switch {
	case errors.Is(err, access.ErrNotCopy):
		err = fmt.Errorf("%s is not that of a copy made by casefile sar", access.ReadmeFile)
	case errors.Is(err, access.ErrAhead):
		err = fmt.Errorf("%s is of a time that has not come", folder)
	}
	return asAt, true, err
}

// sameFolder refuses a folder with another copy than the record gives now.
func sameFolder(folder string, pack disclose.Package) error {
	var found []access.Found
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(folder, path)
		f := access.Found{Name: filepath.ToSlash(rel)}
		if d.Type().IsRegular() {
			f.Read = func() ([]byte, error) { return os.ReadFile(path) }
		}
		found = append(found, f)
		return err
	})
	if err != nil {
		return err
	}
	differs, err := access.Differences(pack, found)
	if err == nil && len(differs) > 0 {
		err = fmt.Errorf("%w%s is not the copy that the record and its decisions give: %s",
			errSilent{errFindings}, folder, record.Enumerated(differs))
		err = withHint(err, "casefile sar draft makes a new one, in another folder")
	}
	return err
}

// handOut writes a copy, unless it is there, and records that it was sent. It does both or neither.
func handOut(ctx context.Context, app *App, b *casebook.Book, p *casebook.Prepared,
	out *disclosure,
) (*casebook.Done, error) {
	if !out.there {
		if err := writeFolder(out.folder, store.Contents(out.pack)); err != nil {
			return nil, err
		}
	}
	done, err := b.Add(ctx, p.Entry.Case, []*casebook.Prepared{p}, nil)
	if err != nil && !out.there {
		store.RemoveFolder(out.folder, out.pack)
	}
	if err == nil && out.sendTo != "" {
		app.say("send it where it is safe: %s", out.sendTo)
	}
	return done, err
}
