package cli

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/exchange"
	"casefile/internal/record"
	"casefile/internal/team"
)

// tableImport is the import of a table into a case.
type tableImport struct {
	app  *App
	book *casebook.Book
	id   record.ID
	path string
	*exchange.CheckedTable
	entries []*casebook.Prepared // those of the next commit
	shown   []map[string]any     // those of all entries, for --json
	commits []string
	died    bool // an entry says that the subject died
}

// make returns a function that makes an entry of a row, for the next commit.
func (t *tableImport) make(ctx context.Context) func(int, []byte) error {
	return func(line int, text []byte) error {
		w := casebook.EntryText{Case: t.id, Kind: t.Kind, Text: text, Made: true}
		p, findings, err := t.book.Prepare(ctx, w)
		if p == nil && err == nil {
			err = failed(t.app, findings)
		}
		if err != nil {
			return err
		}
		t.entries = append(t.entries, p)
		if t.app.global.json {
			t.shown = append(t.shown,
				map[string]any{"id": string(p.Entry.ID), "kind": p.Entry.Kind, "line": line,
					"occurred": p.Entry.Occurred, "headline": p.Entry.Headline, "sha256": p.SHA256})
		}
		return nil
	}
}

// record records the entries, except those of an earlier import that stopped.
func (t *tableImport) record(ctx context.Context, o importOptions) error {
	_, items, err := t.book.ItemsOf(ctx, t.id)
	if err != nil {
		return err
	}
	before, first := t.EntriesFrom(items), 0
	if !o.again {
		first = t.RowsDone(items)
	}
	switch {
	case o.dryRun:
		return t.show(ctx, before, first)
	case len(before) > 0 && first == 0 && !o.again:
		return withHint(inState("%s was taken into %s before: %s its rows", t.path, t.id,
			record.Plural(len(before), "entry has", "entries have")),
			"--again takes it in once more; casefile show %s", before[0])
	}
	err = t.Take(first, t.make(ctx), func() error {
		done, err := t.book.Add(ctx, t.id, t.entries, nil)
		if err == nil {
			t.died = t.died || slices.ContainsFunc(t.entries, casebook.Died)
			t.commits, t.entries = append(t.commits, done.Commit), nil
		}
		return err
	})
	if err != nil {
		return t.stopped(first, err)
	}
	return t.done(first)
}

// stopped adds to an error how much is recorded, if anything is.
func (t *tableImport) stopped(first int, err error) error {
	if len(t.commits) == 0 {
		return err
	}
	rows := first + len(t.commits)*exchange.ChunkRows
	return withHint(fmt.Errorf("%s taken in, then: %w", record.Plural(rows, "row was", "rows were"),
		err),
		"run the command again, and it goes on where it stopped")
}

// failed names each faulty row.
func (t *tableImport) failed() error {
	for _, f := range t.Faults {
		t.app.say("%s:%d: %s", t.path, f.Line, f)
	}
	if t.app.global.json {
		facts := map[string]any{"case": string(t.id), "file": t.Sum, "faults": t.Faults,
			"entries": []any{}}
		if err := t.app.document("import-csv", facts); err != nil {
			return err
		}
	}
	return withHint(fmt.Errorf("%w: %s in %s, nothing was recorded", errFindings,
		record.Counted(len(t.Faults), "fault"), filepath.Base(t.path)),
		"mend the rows and run the command again")
}

// show says what would be recorded.
func (t *tableImport) show(ctx context.Context, before []record.Ref, first int) error {
	prepare := t.make(ctx)
	err := t.Take(first, func(line int, text []byte) error {
		t.entries = nil
		if err := prepare(line, text); err != nil || t.app.global.json {
			return err
		}
		e := t.entries[0].Entry
		t.app.print("%5d  %-24s %-8s %s", line, e.Occurred, e.Impact, e.Headline)
		return nil
	}, func() error { return nil })
	if err != nil {
		return err
	}
	if t.app.global.json {
		return t.app.document("import-csv",
			t.fields(map[string]any{"dry_run": true, "imported_before": len(before) > 0}))
	}
	t.app.say("nothing was recorded: %s would be%s",
		record.Plural(len(t.Lines)-first, "entry", "entries"), t.also())
	switch {
	case first > 0:
		t.app.say("note: %s taken in before, by an import that stopped",
			record.Plural(first, "row was", "rows were"))
	case len(before) > 0:
		t.app.say("note: the file was taken in before, and would be refused without --again")
	}
	return nil
}

func (t *tableImport) also() string {
	if t.Warnings == 0 {
		return ""
	}
	return ", with " + record.Counted(t.Warnings, "warning") + " (casefile validate)"
}

func (t *tableImport) done(first int) error {
	sayHeld(t.app, t.id, t.died)
	if t.app.global.json {
		return t.app.document("import-csv",
			t.fields(map[string]any{"commit": t.commits[len(t.commits)-1], "commits": t.commits}))
	}
	t.app.print("%s  %s taken in from %s, %s%s", t.id,
		record.Plural(len(t.Lines)-first, "entry", "entries"), t.path, t.lines(first), t.also())
	return nil
}

func (t *tableImport) lines(from int) string {
	first, last := t.Lines[from], t.Lines[len(t.Lines)-1]
	if first == last {
		return fmt.Sprintf("line %d", first)
	}
	return fmt.Sprintf("lines %d to %d", first, last)
}

func (t *tableImport) fields(more map[string]any) map[string]any {
	more["case"], more["file"], more["entries"], more["faults"] = string(t.id), t.Sum, t.shown,
		[]any{}
	return more
}

func newImportCSVCommand(app *App) *cobra.Command {
	o := &importOptions{}
	cmd := &cobra.Command{
		Use: "csv CASE FILE", Short: "Take in a chronology that was kept in a spreadsheet",
		Long: `Take in a chronology from a spreadsheet, saved as CSV: one entry for each row.
Nothing is recorded unless every row can be. One commit takes 500 rows, and one import
20,000 at most. If it stops between two commits, the same command goes on there. - as
FILE is stdin.

Commas, semicolons or tabs may stand between cells: the command finds out. It knows the
usual titles of columns (date, event, source, agency, impact, action, notes, and those
of casefile's own chronologies). Other columns are named with --column WHAT=TITLE. WHAT
is date, event, source, agency, impact, action, text or a field of the kind. A file
(--map) can name them too:

    columns: {date: Date of entry, event: What happened}
    values: {kept: held}            # the same in all rows
    leave_out: [Row number]
    agency: Northshire CSC
    date_format: dd/mm/yyyy         # or mm/dd/yyyy, yyyy/mm/dd
    zone: Europe/London             # of times that name none
    delimiter: semicolon
    kind: note

A column that nobody named is kept in the entry's text, under its title. Each entry
says which row of which file it came from. Every faulty row is named with the reason
(the first 1,000), and then nothing is recorded. A file that was taken in before is
refused without --again.`,
		Example: `  # only say what would be recorded
  casefile import csv K3F9-27QM chronology.csv --dry-run
  # take it in
  casefile import csv K3F9-27QM chronology.csv --agency "Northshire CSC"
  # name the columns
  casefile import csv K3F9-27QM visits.csv --column "date=Seen on" --column "event=What happened"`,
		Args: arguments(2, 2, "CASE FILE"),
		RunE: inCase(app,
			func(ctx context.Context, b *casebook.Book, id record.ID, args []string) error {
				return runImportCSV(ctx, app, b, id, *o, args[1])
			}),
	}
	f := cmd.Flags()
	f.StringArrayVar(&o.columns, "column", nil, "which column is what: `WHAT=TITLE`")
	f.StringVar(&o.mapFile, "map", "", "take the columns from a YAML `file`")
	f.StringVar(&o.kind, "kind", "", "the `kind` of entry that a row becomes (default note)")
	f.StringVar(&o.agency, "agency", "", "whose table it is")
	f.StringVar(&o.format, "date-format", "", "the order of days and months in numbers: "+
		"dd/mm/yyyy (default), mm/dd/yyyy, yyyy/mm/dd")
	f.StringVar(&o.zone, "zone", "", "the time `zone` of times that name none (default: the "+
		"agency's)")
	f.StringVar(&o.delimiter, "delimiter", "", "comma, semicolon or tab (default: found out)")
	f.BoolVar(&o.dryRun, "dry-run", false, "only say what would be recorded, and what is wrong")
	f.BoolVar(&o.again, "again", false, "take the file in although it was taken in before")
	return writesCaseWith(app, cmd)
}

// mapping merges the map file and the flags. Flags win.
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
	}{{o.kind, &m.Kind}, {o.agency, &m.Agency}, {o.format, &m.DateFormat}, {o.zone, &m.Zone},
		{o.delimiter, &m.Delimiter}} {
		if f.given != "" {
			*f.field = f.given
		}
	}
	return m, nil
}

func runImportCSV(ctx context.Context, app *App, b *casebook.Book, id record.ID, o importOptions,
	path string,
) error {
	if err := ready(ctx, app, b, team.OpAdd, id); err != nil {
		return err
	}
	t, done, err := readImport(ctx, app, b, id, o, path)
	if err != nil {
		return err
	}
	defer done()
	if len(t.Faults) > 0 {
		return t.failed()
	}
	if len(t.Lines) == 0 {
		return withHint(fmt.Errorf("%w: %s has no row", errNothing, path),
			"casefile import csv --help")
	}
	return t.record(ctx, o)
}

// openTable opens a table so that it can be read more than once. A piped table is held in memory.
func openTable(app *App, path string) (io.ReadSeeker, func(), error) {
	info, err := os.Stat(path)
	if path == "-" || err == nil && !info.Mode().IsRegular() {
		data, err := readText(app, path, aTable)
		return bytes.NewReader(data), func() {}, err
	}
	if err == nil && info.Size() > exchange.MaxArchiveBytes {
		return nil, nil, withHint(fmt.Errorf("%w%s has more than %d bytes", errSilent{errFindings},
			path, int64(exchange.MaxArchiveBytes)), "%s", aTable.help)
	}
	f, err := os.Open(path)
	return endingFile{f, app.ended}, func() { f.Close() }, err
}

// readImport checks the table, and decides what its rows become.
func readImport(ctx context.Context, app *App, b *casebook.Book, id record.ID, o importOptions,
	path string,
) (*tableImport, func(), error) {
	m, err := mapping(app, o)
	if err != nil {
		return nil, nil, err
	}
	file, done, err := openTable(app, path)
	if err != nil {
		return nil, nil, err
	}
	table, err := exchange.OpenTable(file, m, b.Policy().Zone())
	if no, ok := errors.AsType[*exchange.NoColumnError](err); ok {
		err = fmt.Errorf("%w; name it with --column %s=TITLE, one of: %s", no, no.What,
			strings.Join(no.Titles, ", "))
	}
	if err == nil {
		t := &tableImport{app: app, book: b, id: id, path: path}
		if err = t.check(ctx, table); err == nil {
			return t, done, nil
		}
	}
	done()
	return nil, nil, fmt.Errorf("%s: %w", path, err)
}

// check checks each row by the rules of its kind.
func (t *tableImport) check(ctx context.Context, table *exchange.Table) error {
	if _, err := kindFor(ctx, t.book, table.Kind); err != nil {
		return err
	}
	var err error
	t.CheckedTable, err = table.Check(func(text []byte) (record.Findings, error) {
		w := casebook.EntryText{Case: t.id, Kind: table.Kind, Text: text, Made: true}
		_, findings, err := t.book.Prepare(ctx, w)
		return findings, cmp.Or(ctx.Err(), err)
	})
	return err
}
