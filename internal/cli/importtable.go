package cli

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"slices"

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
	sum  string // SHA-256 of the file
	exchange.Import
	entries  []*casebook.Prepared
	warnings int
}

func sha256Hex(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// prepare makes the entries. What a kind's rules refuse is a fault of its row.
func (t *tableImport) prepare(ctx context.Context) error {
	for _, row := range t.Rows {
		text, err := row.Entry(record.Origin{File: t.sum})
		if err != nil {
			t.Faults = append(t.Faults, exchange.RowFault{Line: row.Line, Reason: err.Error()})
			continue
		}
		p, findings, err := t.book.Prepare(ctx, casebook.Writing{Case: t.id, Kind: t.Kind, Text: text})
		if err != nil {
			return err
		}
		for _, f := range findings {
			if f.Severity == record.Error {
				t.Faults = append(t.Faults, exchange.RowFault{Line: row.Line, Reason: f.Found + " [" + f.Rule + "]"})
			} else {
				t.warnings++
			}
		}
		if p != nil {
			t.entries = append(t.entries, p)
		}
	}
	slices.SortStableFunc(t.Faults, func(a, b exchange.RowFault) int { return a.Line - b.Line })
	return nil
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
		if err := t.app.document("import-csv", map[string]any{"case": string(t.id), "file": t.sum, "faults": t.Faults, "entries": []any{}}); err != nil {
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
	if err != nil {
		return nil, err
	}
	var out []record.Ref
	for _, it := range items {
		if it.Entry != nil && slices.ContainsFunc(it.Origin, func(o record.Origin) bool { return o.File == t.sum }) {
			out = append(out, it.Ref())
		}
	}
	return out, nil
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
	more["case"], more["file"], more["entries"], more["faults"] = string(t.id), t.sum, list, []any{}
	return more
}
