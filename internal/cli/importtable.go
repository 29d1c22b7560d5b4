package cli

import (
	"context"
	"fmt"
	"path/filepath"

	"casefile/internal/casebook"
	"casefile/internal/exchange"
	"casefile/internal/record"
)

// tableImport is a table on its way into a case.
type tableImport struct {
	app  *App
	book *casebook.Book
	id   record.ID
	path string
	exchange.Import
	entries  []*casebook.Prepared
	warnings int
}

// prepare makes the entries.
func (t *tableImport) prepare(ctx context.Context) (err error) {
	t.warnings, err = t.Prepare(func(text []byte) (record.Findings, error) {
		p, findings, err := t.book.Prepare(ctx, casebook.Writing{Case: t.id, Kind: t.Kind, Text: text})
		if p != nil {
			t.entries = append(t.entries, p)
		}
		return findings, err
	})
	return err
}

// record takes the entries in, unless they came in before.
func (t *tableImport) record(ctx context.Context, o importOptions) error {
	before, err := t.before(ctx)
	if err != nil {
		return err
	}
	switch {
	case o.dryRun:
		return t.show(before)
	case len(before) > 0 && !o.again:
		return withHint(inState("%s was taken into %s before: %s its rows", t.path, t.id, plural(len(before), "entry has", "entries have")),
			"--again takes it in once more; casefile show %s", before[0])
	}
	done, err := t.book.AddTogether(ctx, []casebook.Addition{{Case: t.id, Entries: t.entries}})
	if err != nil {
		return err
	}
	return t.done(done)
}

// failed names every row with a fault.
func (t *tableImport) failed() error {
	for _, f := range t.Faults {
		t.app.say("%s:%d: %s", t.path, f.Line, f)
	}
	if t.app.global.json {
		facts := map[string]any{"case": string(t.id), "file": t.Sum, "faults": t.Faults, "entries": []any{}}
		if err := t.app.document("import-csv", facts); err != nil {
			return err
		}
	}
	return withHint(fmt.Errorf("%w: %s in %s, nothing was recorded", errFindings, counted(len(t.Faults), "fault"), filepath.Base(t.path)), "mend the rows and repeat the command")
}

// before are the entries of the case that came from the same file.
func (t *tableImport) before(ctx context.Context) ([]record.Ref, error) {
	d, err := t.book.Docket(ctx, t.id)
	if err != nil {
		return nil, err
	}
	items, err := t.book.Items(ctx, d)
	return t.Before(items), err
}

// show says what would be recorded.
func (t *tableImport) show(before []record.Ref) error {
	if t.app.global.json {
		return t.app.document("import-csv", t.fields(map[string]any{"dry_run": true, "imported_before": len(before) > 0}))
	}
	for i, p := range t.entries {
		t.app.print("%5d  %-24s %-8s %s", t.Rows[i].Line, p.Entry.Occurred, p.Entry.Impact, p.Entry.Headline)
	}
	t.app.say("nothing was recorded: %s would be%s", plural(len(t.entries), "entry", "entries"), t.also())
	if len(before) > 0 {
		t.app.say("note: the file was taken in before, and would be refused without --again")
	}
	return nil
}

func (t *tableImport) also() string {
	if t.warnings == 0 {
		return ""
	}
	return ", with " + counted(t.warnings, "warning") + " (casefile validate)"
}

func (t *tableImport) done(done *casebook.Done) error {
	if t.app.global.json {
		return t.app.document("import-csv", t.fields(map[string]any{"commit": done.Commit}))
	}
	t.app.print("%s  %s taken in from %s, %s%s", t.id, plural(len(t.entries), "entry", "entries"), t.path, t.lines(), t.also())
	return nil
}

func (t *tableImport) lines() string {
	first, last := t.Rows[0].Line, t.Rows[len(t.Rows)-1].Line
	if first == last {
		return fmt.Sprintf("line %d", first)
	}
	return fmt.Sprintf("lines %d to %d", first, last)
}

func (t *tableImport) fields(more map[string]any) map[string]any {
	list := []map[string]any{}
	for i, p := range t.entries {
		list = append(list, map[string]any{"id": string(p.Entry.ID), "kind": p.Entry.Kind, "line": t.Rows[i].Line,
			"occurred": p.Entry.Occurred, "headline": p.Entry.Headline, "sha256": p.SHA256})
	}
	more["case"], more["file"], more["entries"], more["faults"] = string(t.id), t.Sum, list, []any{}
	return more
}
