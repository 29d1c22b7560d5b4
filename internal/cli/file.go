package cli

import (
	"context"
	"fmt"
	"slices"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/record"
)

// filing brings the concerns of an intake into the case that they belong to, and
// closes the intake. Each step sees first whether it was done before: together
// they are several commits, and a machine may stop between two.
type filing struct {
	app      *App
	book     *casebook.Book
	from, to *cases.Case
	filed    []filedConcern
	triages  []*casebook.Prepared // that the intake lacks
	closure  *casebook.Prepared
	until    record.Date
	done     []*casebook.Done
}

// filedConcern is a concern with its place in the right case.
type filedConcern struct {
	id              record.ID          // there
	concern, triage *casebook.Prepared // nil where they are there already, or there is none
	untriaged       bool               // there, after the filing
}

func runFile(ctx context.Context, app *App, b *casebook.Book, from record.ID, typed string) error {
	to, err := b.FindCase(ctx, typed)
	if err != nil {
		return err
	}
	if err := fileable(ctx, app, b, from, to); err != nil {
		return err
	}
	f := &filing{app: app, book: b}
	if f.from, err = b.Case(ctx, from); err != nil {
		return err
	}
	if f.to, err = b.Case(ctx, to); err != nil {
		return err
	}
	if err := f.prepare(ctx); err != nil {
		return err
	}
	if err := f.write(ctx); err != nil {
		return withHint(fmt.Errorf("filing %s into %s: %w", from, to, err), "casefile accept %s --into %s goes on where it stopped", from, to)
	}
	return f.say()
}

// fileable tests status and rights, before anything is written.
func fileable(ctx context.Context, app *App, b *casebook.Book, from, to record.ID) error {
	d, err := b.Docket(ctx, from)
	switch {
	case err != nil:
		return err
	case from == to:
		return usage("%s can't be filed into itself", from)
	case d.Status != record.Intake:
		return withHint(inState("%s is %s, and no intake", from, d.Status), "casefile move ENTRY --to CASE takes an entry out of a wrong case")
	}
	if err := ready(ctx, app, b, "close", from); err != nil {
		return err
	}
	for _, op := range []string{"concern", "add"} {
		if err := b.MayNow(ctx, op, to); err != nil {
			return err
		}
	}
	return b.MayNow(ctx, "add", from)
}

// prepare makes and checks every text: what can't be written is known before
// anything is.
func (f *filing) prepare(ctx context.Context) error {
	for _, n := range f.from.Concerns {
		if err := f.concern(ctx, n); err != nil {
			return err
		}
	}
	p, err := prepareMade(ctx, f.app, f.book, casebook.Writing{Case: f.from.ID, Kind: "closure", Text: f.closureText()})
	f.closure = p
	return err
}

// concern prepares what one concern still lacks, there and here.
func (f *filing) concern(ctx context.Context, n *cases.Concern) (err error) {
	there := f.there(n.Entry)
	out := filedConcern{untriaged: n.Triage == nil}
	if there == nil {
		out.id = record.NewID()
		if out.concern, err = f.copyOf(ctx, n.Entry, out.id, ""); err != nil {
			return err
		}
	} else {
		out.id = there.Entry.First.ID
	}
	switch {
	case there != nil && there.Triage != nil:
		out.untriaged = false
	case n.Triage != nil:
		if out.triage, err = f.copyOf(ctx, n.Triage, record.NewID(), out.id); err != nil {
			return err
		}
	}
	if n.Triage == nil || n.Action == "" {
		p, err := prepareMade(ctx, f.app, f.book, casebook.Writing{Case: f.from.ID, Kind: "triage", Text: f.triageText(n)})
		if err != nil {
			return err
		}
		f.triages = append(f.triages, p)
	}
	f.filed = append(f.filed, out)
	return nil
}

// there finds a concern that was filed before: its origin names it.
func (f *filing) there(t *cases.Thread) *cases.Concern {
	for _, n := range f.to.Concerns {
		for _, o := range n.Entry.First.Origin {
			if o.Agency == "" && o.Case == string(f.from.ID) && f.from.Thread(record.ID(o.Entry)) == t {
				return n
			}
		}
	}
	return nil
}

// write makes the commits: one for each concern, as the operation has it, then
// what answers them, and the closure last, which says that all is done.
func (f *filing) write(ctx context.Context) error {
	note := func(done *casebook.Done, err error) error {
		if err == nil {
			f.done = append(f.done, done)
		}
		return err
	}
	var answers []*casebook.Prepared
	for _, c := range f.filed {
		if c.concern != nil {
			if err := note(f.book.Append(ctx, "concern", f.to.ID, c.concern)); err != nil {
				return err
			}
		}
		if c.triage != nil {
			answers = append(answers, c.triage)
		}
	}
	if len(answers) > 0 {
		if err := note(f.book.Add(ctx, f.to.ID, answers, nil)); err != nil {
			return err
		}
	}
	if len(f.triages) > 0 {
		if err := note(f.book.Add(ctx, f.from.ID, f.triages, nil)); err != nil {
			return err
		}
	}
	return f.close(ctx, note)
}

// close closes the intake, as casefile close does.
func (f *filing) close(ctx context.Context, note func(*casebook.Done, error) error) error {
	closing, err := f.book.CaseWith(ctx, f.from.ID, "close", f.closure)
	if err != nil {
		return err
	}
	if found := closing.ClosureFindings(record.Intake); found.Failed() {
		return failed(f.app, found)
	}
	f.until = closing.RetainFrom(f.closure.Entry.Date("service_ended")).Until
	return note(f.book.Close(ctx, f.from.ID, f.closure, f.until))
}

func (f *filing) say() error {
	a := f.app
	if a.global.json {
		return f.document()
	}
	for _, d := range f.done {
		if err := saved(a, "accept", d); err != nil {
			return err
		}
	}
	a.print("%s  filed into %s, and closed", f.from.ID, f.to.ID)
	for _, c := range f.filed {
		if c.untriaged {
			a.say("still to be triaged: casefile triage %s", record.Ref{Case: f.to.ID, Entry: c.id})
		}
	}
	if left := f.others(); left > 0 {
		a.say("note: %s of another kind stayed in %s", countedEntries(left), f.from.ID)
	}
	if s := f.to.Docket.Status; !slices.Contains([]record.Status{record.Open, record.Intake}, s) {
		a.say("note: %s is %s; casefile reopen %s opens it again", f.to.ID, s, f.to.ID)
	}
	return nil
}

// others counts what the intake held besides.
func (f *filing) others() int {
	n := 0
	for _, t := range f.from.Threads() {
		if t.Kind != "concern" && t.Kind != "triage" {
			n++
		}
	}
	return n
}

func countedEntries(n int) string {
	if n == 1 {
		return "1 entry"
	}
	return fmt.Sprintf("%d entries", n)
}

func (f *filing) document() error {
	entries, commits := []map[string]any{}, []string{}
	for _, d := range f.done {
		commits = append(commits, d.Commit)
		for _, c := range d.Change.Cases {
			for _, e := range c.Entries {
				entries = append(entries, map[string]any{"case": string(c.Docket.Case), "id": string(e.Entry.ID), "kind": e.Entry.Kind, "sha256": e.SHA256})
			}
		}
	}
	return f.app.document("accept", map[string]any{"case": string(f.to.ID), "filed": string(f.from.ID), "commits": commits, "entries": entries,
		"retain_until": orNil(f.until.String())})
}
