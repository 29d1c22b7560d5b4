package cli

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"casefile/internal/access"
	"casefile/internal/casebook"
	"casefile/internal/disclose"
	"casefile/internal/record"
	"casefile/internal/store"
)

func newSarDraft(app *App) *cobra.Command {
	o := &sarOptions{}
	cmd := sarVerbCommand(app, "draft CASE", "Make the copy, for people to read before it goes", o,
		runSarDraft)
	cmd.Example = `  # make the copy, to be read before it goes
  casefile sar draft K3F9-27QM -o copy`
	cmd.Long = `Make the copy of the record that answers a request: chronology and entries as HTML
and Markdown, the attachments that may go, and sums. The copy leaves out words marked as
about a third party, names that were decided to go, and withheld entries. A withheld
entry leaves no trace: no mark, no link, no number tells of it. A file that stays out is
named as the kind of thing that it is: a drawing, a letter.

While anything is undecided, nothing is written. The answer names each place, and
casefile sar decide takes the decisions.

The program finds names, not descriptions: "the lady at number 14" names somebody too.
Somebody must read the whole copy before it goes.`
	cmd.Flags().StringVarP(&o.folder, "output", "o", "", "the `folder` to write, new or empty")
	return cmd
}

func runSarDraft(ctx context.Context, app *App, b *casebook.Book, id record.ID,
	o sarOptions,
) error {
	if err := writing(app); err != nil {
		return err
	}
	if o.folder == "" {
		o.folder = "copy-" + string(id)
	}
	if err := outside(b.Repo(), o.folder); err != nil {
		return err
	}
	s, err := requestOf(ctx, app, b, id, o)
	if err != nil {
		return err
	}
	if err := forkRefusal("no copy leaves yet", s.c.MayLeave()); err != nil {
		return err
	}
	if err := refusedOf(access.MayDraft(s.c, s.request, s.decided), s.named()); err != nil {
		return err
	}
	m, err := s.copyMaker(ctx, b, s.decided.All, b.Reached().Truncate(time.Second))
	if err != nil {
		return err
	}
	made, err := makeCopy(app, m)
	if err != nil {
		return notMade(app, s, err)
	}
	if err := writeFolder(o.folder, store.Contents(made.Pack)); err != nil {
		return err
	}
	for _, name := range made.Unused {
		app.say("note: “%s” was decided to go, and stands nowhere: is it spelt so?", name)
	}
	return sayDrafted(app, s, o.folder, made.Pack, made.Log)
}

// manyEntries is the number of entries from which making a copy shows its progress.
const manyEntries = 300

// makeCopy makes a copy. At a terminal it shows the progress if that takes a while.
func makeCopy(app *App, m access.CopyMaker) (access.Made, error) {
	defer watched(app, &m, "making the copy")()
	return m.Make()
}

// watched makes a copy maker show its progress at a terminal until end is called.
func watched(app *App, m *access.CopyMaker, words string) (end func()) {
	quiet := app.global.json || !app.ErrTerminal() || len(m.Items) < manyEntries
	p := app.Progress(words, m.Work(), quiet)
	m.Step = p.Add
	return p.End
}

// notMade names the places that keep a copy from being made.
func notMade(app *App, s sarRequest, err error) error {
	var open *disclose.Undecided
	switch {
	case errors.Is(err, access.ErrLeak):
		return withHint(fmt.Errorf("%w%w", errSilent{errFindings}, err),
			"attach a redacted copy, or amend what names them; nothing was written")
	case !errors.As(err, &open):
		return refusedOf(err, s.named())
	}
	sayOpen(app, s.c, open.Questions)
	if app.global.json {
		if err := app.document("sar-undecided", map[string]any{"case": string(s.c.ID),
			"open": openFields(open.Questions)}); err != nil {
			return err
		}
	}
	return withHint(fmt.Errorf("%wto decide: %s; no copy was written", errSilent{errFindings},
		s.decided.Open(open, s.request)),
		"casefile sar decide %s", s.named())
}

func sayDrafted(app *App, s sarRequest, folder string, pack disclose.Package,
	log disclose.Log,
) error {
	d := s.decided
	missing := d.Uncovered(log)
	if app.global.json {
		waiting := []string{}
		for _, t := range d.Waiting {
			waiting = append(waiting, t.Ref().String())
		}
		return app.document("sar-draft", map[string]any{"case": string(s.c.ID), "folder": folder,
			"files": slices.Sorted(maps.Keys(pack)), "sha256": access.Sum(pack),
			"left_out": logFields(log), "counts": log.ByExemption(), "unsigned_exemptions": missing,
			"waiting": waiting})
	}
	app.print("%s  a copy to read before it goes: %s", folder,
		record.Plural(len(pack), "file", "files"))
	for _, n := range log.Counts() {
		app.print("  left out %s: %s", record.Plural(n.Count, "time", "times"), n.Exemption)
	}
	for _, item := range log {
		if access.OfFile(item) {
			app.print("  %s: %s", item.Entry, item.What)
		}
	}
	for _, t := range d.Waiting {
		app.say("note: the decision %s waits for a manager: casefile endorse %s", t.Ref(), t.Ref())
	}
	if len(missing) > 0 && len(d.Waiting) == 0 {
		app.say("note: no decision names %s: casefile sar decide %s", record.Enumerated(missing),
			s.named())
	}
	app.say("note: the program finds names, not descriptions; read the copy before it goes")
	return nil
}

func logFields(log disclose.Log) []map[string]any {
	out := []map[string]any{}
	for _, i := range log {
		out = append(out,
			map[string]any{"entry": i.Entry.String(), "what": i.What, "exemption": i.Exemption,
				"count": i.Count})
	}
	return out
}
