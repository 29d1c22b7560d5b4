package cli

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/exchange"
	"casefile/internal/record"
	"casefile/internal/team"
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
		p, findings, err := t.book.Prepare(ctx, casebook.Writing{Case: t.id, Kind: t.Kind, Text: text, Made: true})
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
		return withHint(inState("%s was taken into %s before: %s its rows", t.path, t.id, record.Plural(len(before), "entry has", "entries have")),
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
	return withHint(fmt.Errorf("%w: %s in %s, nothing was recorded", errFindings, record.Counted(len(t.Faults), "fault"), filepath.Base(t.path)), "mend the rows and repeat the command")
}

// before are the entries of the case that came from the same file.
func (t *tableImport) before(ctx context.Context) ([]record.Ref, error) {
	_, items, err := t.book.ItemsOf(ctx, t.id)
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
	t.app.say("nothing was recorded: %s would be%s", record.Plural(len(t.entries), "entry", "entries"), t.also())
	if len(before) > 0 {
		t.app.say("note: the file was taken in before, and would be refused without --again")
	}
	return nil
}

func (t *tableImport) also() string {
	if t.warnings == 0 {
		return ""
	}
	return ", with " + record.Counted(t.warnings, "warning") + " (casefile validate)"
}

func (t *tableImport) done(done *casebook.Done) error {
	if t.app.global.json {
		return t.app.document("import-csv", t.fields(map[string]any{"commit": done.Commit}))
	}
	t.app.print("%s  %s taken in from %s, %s%s", t.id, record.Plural(len(t.entries), "entry", "entries"), t.path, t.lines(), t.also())
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

func newImportCSVCommand(app *App) *cobra.Command {
	o := &importOptions{}
	cmd := &cobra.Command{
		Use: "csv CASE FILE", Short: "Take in a chronology that was kept in a spreadsheet",
		Long: `Take in a chronology that was kept in a spreadsheet, saved as CSV: an entry for
each row, all of them in one commit, or none. - as FILE is stdin.

Cells may be apart by commas, semicolons or tabs, which is found out. Columns with
the usual titles are known (date, event, source, agency, impact, action, notes, and
those of casefile's own chronologies); others are named with --column WHAT=TITLE,
where WHAT is date, event, source, agency, impact, action, text or a field of the
kind, or in a file:

    columns: {date: Date of entry, event: What happened}
    values: {kept: held}            # the same in all rows
    leave_out: [Row number]
    agency: Northshire CSC
    date_format: dd/mm/yyyy         # or mm/dd/yyyy, yyyy/mm/dd
    zone: Europe/London             # of times that name none
    delimiter: semicolon
    kind: note

What no column was named for is kept in the entry's text, under its title. Each
entry says which row of which file it came from. Every row with a fault is named
with its reason, and then nothing is recorded. A file that was taken in before is
refused, unless --again is given.`,
		Args: arguments(2, 2, "CASE FILE"),
		RunE: inCase(app, func(ctx context.Context, b *casebook.Book, id record.ID, args []string) error {
			return runImportCSV(ctx, app, b, id, *o, args[1])
		}),
	}
	f := cmd.Flags()
	f.StringArrayVar(&o.columns, "column", nil, "which column is what: `WHAT=TITLE`")
	f.StringVar(&o.mapFile, "map", "", "take the columns from a YAML `file`")
	f.StringVar(&o.kind, "kind", "", "the `kind` of entry that a row becomes (default note)")
	f.StringVar(&o.agency, "agency", "", "whose table it is")
	f.StringVar(&o.format, "date-format", "", "the order of days and months in numbers: dd/mm/yyyy (default), mm/dd/yyyy, yyyy/mm/dd")
	f.StringVar(&o.zone, "zone", "", "the time `zone` of times that name none (default: the agency's)")
	f.StringVar(&o.delimiter, "delimiter", "", "comma, semicolon or tab (default: found out)")
	f.BoolVar(&o.dryRun, "dry-run", false, "only say what would be recorded, and what is wrong")
	f.BoolVar(&o.again, "again", false, "take a file in that was taken in before")
	return cmd
}

// mapping puts the map file and the flags together; flags win.
func mapping(app *App, o importOptions) (m exchange.Mapping, err error) {
	if o.mapFile != "" {
		data, err := readText(app, o.mapFile, aSetting)
		if err != nil {
			return m, err
		}
		if m, err = exchange.ParseMapping(data); err != nil {
			return m, fmt.Errorf("%s: %w", o.mapFile, err)
		}
	}
	if m.Columns == nil {
		m.Columns = map[string]string{}
	}
	for _, pair := range o.columns {
		what, title, ok := strings.Cut(pair, "=")
		if !ok || what == "" || title == "" {
			return m, usage("--column is WHAT=TITLE, as date=\"Date of event\", not %q", pair)
		}
		m.Columns[what] = title
	}
	for _, f := range []struct {
		given string
		field *string
	}{{o.kind, &m.Kind}, {o.agency, &m.Agency}, {o.format, &m.DateFormat}, {o.zone, &m.Zone}, {o.delimiter, &m.Delimiter}} {
		if f.given != "" {
			*f.field = f.given
		}
	}
	return m, nil
}

func runImportCSV(ctx context.Context, app *App, b *casebook.Book, id record.ID, o importOptions, path string) error {
	if err := ready(ctx, app, b, team.OpAdd, id); err != nil {
		return err
	}
	t, err := readImport(ctx, app, b, id, o, path)
	if err != nil {
		return err
	}
	if err := t.prepare(ctx); err != nil {
		return err
	}
	if len(t.Faults) > 0 {
		return t.failed()
	}
	if len(t.entries) == 0 {
		return withHint(fmt.Errorf("%w: %s has no row", errNothing, path), "casefile import csv --help")
	}
	return t.record(ctx, o)
}

// readImport reads the table, and settles what its rows become.
func readImport(ctx context.Context, app *App, b *casebook.Book, id record.ID, o importOptions, path string) (*tableImport, error) {
	m, err := mapping(app, o)
	if err != nil {
		return nil, err
	}
	data, err := readText(app, path, aTable)
	if err != nil {
		return nil, err
	}
	in, err := exchange.ReadImport(data, m, b.Policy().Zone())
	if no, ok := errors.AsType[*exchange.NoColumnError](err); ok {
		err = fmt.Errorf("%w; name it with --column %s=TITLE, one of: %s", no, no.What,
			strings.Join(no.Titles, ", "))
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	_, err = kindFor(ctx, b, in.Kind)
	return &tableImport{app: app, book: b, id: id, path: path, Import: in}, err
}
