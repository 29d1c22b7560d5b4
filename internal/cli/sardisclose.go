package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/disclose"
	"casefile/internal/record"
)

func newSarDisclose(app *App) *cobra.Command {
	o := &sarOptions{}
	cmd := newSarVerb(app, "disclose CASE --pack DIR", "Hand a copy out, and record that", o, runSarDisclose)
	cmd.Long = `Record that a copy was handed out. DIR is the folder that casefile sar draft made
and people have read: it is made again, and every byte must be the same. Where
there is no such folder, it is written now. The entry holds the SHA-256 of its
sums, and the log of what was left out and why; the copy itself does not.

It is refused while proof of identity or the answer to a clarification is
awaited, while anybody is undecided, and unless a manager has endorsed decisions
that name every exemption used.`
	o.flags(cmd)
	cmd.Flags().StringVar(&o.folder, "pack", "", "the `folder` of the copy")
	return cmd
}

func runSarDisclose(ctx context.Context, app *App, b *casebook.Book, id record.ID, o sarOptions) error {
	if o.folder == "" {
		return withHint(usage("--pack DIR says which copy goes"), "casefile sar draft %s makes one", id)
	}
	if err := outside(b.Repo(), o.folder); err != nil {
		return err
	}
	return sarStep(ctx, app, b, id, o, func(c *cases.Case, r *cases.Access) (sarEntry, error) {
		pack, log, there, err := toDisclose(ctx, app, b, c, r, o)
		if err != nil {
			return sarEntry{}, err
		}
		e := disclosureOf(today(app, b), r, pack, log)
		e.save = func(p *casebook.Prepared) (*casebook.Done, error) {
			return handOut(ctx, app, b, p, o.folder, pack, there, r.Entry.Str("send_to"))
		}
		return e, nil
	})
}

// toDisclose makes the copy by endorsed decisions alone; there says that the
// folder holds it already, byte for byte.
func toDisclose(ctx context.Context, app *App, b *casebook.Book, c *cases.Case, r *cases.Access, o sarOptions) (disclose.Package, disclose.Log, bool, error) {
	if err := answerable(r); err != nil {
		return nil, nil, false, err
	}
	g, err := decisionsOn(b, c, r)
	if err != nil {
		return nil, nil, false, err
	}
	if len(g.waiting) > 0 {
		ref := g.waiting[0].Ref()
		return nil, nil, false, withHint(inState("the decision %s on what is left out waits for a manager", ref), "casefile endorse %s", ref)
	}
	asAt, there, err := asAtOf(b, o.folder)
	if err != nil {
		return nil, nil, false, err
	}
	p, err := copyOf(ctx, app, b, c, r, g.signed, asAt)
	if err != nil {
		return nil, nil, false, err
	}
	pack, log, err := p.made(ctx)
	if err != nil {
		return nil, nil, false, notMade(app, c.ID, err)
	}
	if missing := disclose.Uncovered(log, g.signed); len(missing) > 0 {
		return nil, nil, false, withHint(inState("no decision that a manager endorsed names %s", joinWords(missing)), "casefile sar decide %s", c.ID)
	}
	if there {
		err = sameFolder(o.folder, pack)
	}
	return pack, log, there, err
}

// asAtOf reads when a copy that lies in a folder was made; a new one is made now.
func asAtOf(b *casebook.Book, folder string) (asAt time.Time, there bool, err error) {
	page, err := os.ReadFile(filepath.Join(folder, disclose.AccessReadme))
	if errors.Is(err, fs.ErrNotExist) {
		return b.Now().Truncate(time.Second), false, nil
	}
	if err == nil {
		asAt, err = disclose.AccessAsAt(page)
	}
	if err == nil && asAt.After(b.Now()) {
		err = fmt.Errorf("%s is of a time that has not come", folder)
	}
	return asAt, true, err
}

// sameFolder refuses a folder that is not the copy that the record gives now.
func sameFolder(folder string, pack disclose.Package) error {
	var differs []string
	found := map[string]bool{}
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(folder, path)
		name := filepath.ToSlash(rel)
		found[name] = true
		data, readErr := []byte(nil), error(nil)
		if want, ok := pack[name]; ok && d.Type().IsRegular() {
			data, readErr = os.ReadFile(path)
			if readErr == nil && bytes.Equal(data, want) {
				return err
			}
		}
		differs = append(differs, name)
		return errors.Join(err, readErr)
	})
	for _, name := range slices.Sorted(maps.Keys(pack)) {
		if !found[name] {
			differs = append(differs, name)
		}
	}
	if err == nil && len(differs) > 0 {
		err = withHint(fmt.Errorf("%w%s is not the copy that the record and its decisions give: %s", errSilent{errFindings}, folder, joinWords(differs)),
			"casefile sar draft makes a new one, in another folder")
	}
	return err
}

// mostLogged is how many lines of the log an entry holds: 64 KiB are its limit.
const mostLogged = 600

// disclosureOf is what the program knows of the entry.
func disclosureOf(today string, r *cases.Access, pack disclose.Package, log disclose.Log) sarEntry {
	attached := 0
	for name := range pack {
		if strings.HasPrefix(name, disclose.AttachmentsFolder) {
			attached++
		}
	}
	e := sarEntry{kind: "access-disclosure", verb: "disclose", given: [][2]string{{"sent_on", today}, {"to", r.Entry.Str("who")},
		{"what", fmt.Sprintf("[the chronology, the entries, %s]", plural(attached, "attached file", "attached files"))}}}
	var items []string
	for _, n := range log.Counts() {
		items = append(items, fmt.Sprintf("{what: %s, reason: %s}", quoted(plural(n.Count, "place", "places")), n.Exemption))
	}
	if len(items) > 0 {
		e.given = append(e.given, [2]string{"withheld", "[" + strings.Join(items, ", ") + "]"})
	}
	sum := pack.AccessSum()
	e.given = append(e.given, [2]string{"sha256", sum})
	e.log = logText(log)
	e.check = func(p *casebook.Prepared) (record.Findings, error) {
		if p.Entry.Str("sha256") != sum {
			return nil, usage("the text names another copy by its sha256; leave the field out")
		}
		if o := p.Entry.Str("outcome"); o != "" && o != "disclosed" {
			return nil, withHint(usage("the text says outcome: %s, and a copy goes", o), "casefile sar close --outcome %s", o)
		}
		return nil, nil
	}
	return e
}

func logText(log disclose.Log) string {
	var b strings.Builder
	b.WriteString("## Redaction log\n")
	for i, item := range log {
		if i == mostLogged {
			fmt.Fprintf(&b, "- and %d lines more, which the same decisions give again\n", len(log)-mostLogged)
			break
		}
		fmt.Fprintf(&b, "- %s: %s, %s: %s\n", string(item.Entry.Entry), item.What, plural(item.Count, "place", "places"), item.Exemption)
	}
	return b.String()
}

// handOut writes a copy that is not there yet, and records that it goes: both,
// or neither.
func handOut(ctx context.Context, app *App, b *casebook.Book, p *casebook.Prepared, folder string, pack disclose.Package, there bool, sendTo string) (*casebook.Done, error) {
	if !there {
		if err := writePackage(folder, pack); err != nil {
			return nil, err
		}
	}
	done, err := b.Add(ctx, p.Entry.Case, []*casebook.Prepared{p}, nil)
	if err != nil && !there {
		unwrite(folder, pack)
	}
	if err == nil && sendTo != "" {
		app.say("send it where it is safe: %s", sendTo)
	}
	return done, err
}

// unwrite takes a package back that was written just now; what else came into
// its folder stays.
func unwrite(folder string, pack disclose.Package) {
	for name := range pack {
		_ = os.Remove(filepath.Join(folder, filepath.FromSlash(name))) // the error that counts is the one before
	}
	_ = os.Remove(filepath.Join(folder, strings.TrimSuffix(disclose.AttachmentsFolder, "/")))
	_ = os.Remove(folder)
}
