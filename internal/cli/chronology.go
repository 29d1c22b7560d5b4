package cli

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/exchange"
	"casefile/internal/record"
	"casefile/internal/report"
)

type chronologyOptions struct {
	reportOptions
	with, csv, agency, maps []string
}

func newChronologyCommand(app *App) *cobra.Command {
	o := &chronologyOptions{}
	cmd := &cobra.Command{
		Use: "chronology CASE", Short: "The chronology of a case: what happened, in order",
		GroupID: "look",
		Long: `The chronology of a case: what happened, in the order of the events.

--with CASE puts another case that you can read beside it: a brother's, for example.
--with - asks for the case. --csv shows another agency's table beside it, and records
nothing. (casefile import csv records a table. Its help explains columns and --map.)

Each row says which source it comes from. Two rows are marked as perhaps the same if
they are of one day, of different sources, and in nearly the same words. No row is left
out.`,
		Example: `  # the significant entries, on the screen
  casefile chronology K3F9-27QM
  # every entry, in a page that prints well
  casefile chronology K3F9-27QM --all -o chronology.html
  # two children, side by side
  casefile chronology K3F9-27QM --with P4W8-3XKM`,
		Args: arguments(1, 1, "CASE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(o.with)+len(o.csv) > 0 {
				return withBook(cmd.Context(), app, func(b *casebook.Book) error {
					return runMerged(cmd.Context(), app, b, *o, args[0])
				})
			}
			if len(o.agency)+len(o.maps) > 0 {
				return usage("--agency and --map are about a table: name it with --csv FILE")
			}
			return runReport(cmd.Context(), app, o.reportOptions, "chronology", args[0],
				report.Text)
		},
	}
	o.flags(cmd)
	f := cmd.Flags()
	f.StringSliceVar(&o.with, "with", nil, "merge the chronology of another `case`")
	f.StringArrayVar(&o.csv, "csv", nil, "merge another agency's chronology, a CSV `file`")
	f.StringArrayVar(&o.agency, "agency", nil, "whose table it is, in the order of --csv")
	f.StringArrayVar(&o.maps, "map", nil, "its columns, a YAML `file`, in the order of --csv")
	return readsCase(app, cmd)
}

// mergedChronology merges several chronologies into one.
type mergedChronology struct {
	app     *App
	book    *casebook.Book
	options chronologyOptions
	main    *cases.Case
	lists   [][]cases.Merged
	report.Merged
}

func runMerged(ctx context.Context, app *App, b *casebook.Book, o chronologyOptions,
	typed string,
) error {
	format, err := reportFormat(app, o.reportOptions, report.Text)
	if err != nil {
		return err
	}
	if len(o.agency) > len(o.csv) || len(o.maps) > len(o.csv) {
		return usage("there are more of --agency or --map than of --csv")
	}
	m := &mergedChronology{app: app, book: b, options: o}
	m.Copied, m.All = o.out != "" || format != report.Text, o.all
	m.Made, m.Zone, m.Tip, m.Width = b.Asked(), b.Policy().Zone(), b.Tip(), app.Width
	m.Names = b.Team().Names()
	seen := map[record.ID]bool{}
	for _, name := range append([]string{typed}, o.with...) {
		id, err := b.FindCase(ctx, name)
		if err != nil {
			return err
		}
		if seen[id] {
			return usage("%s is named twice", id)
		}
		seen[id] = true
		if err := m.addCase(ctx, id); err != nil {
			return err
		}
	}
	for i, path := range o.csv {
		if err := m.addTable(i, path); err != nil {
			return err
		}
	}
	m.Rows, m.AsAt = cases.Merge(m.lists...), m.main.Now
	sheet := m.Sheet()
	write := func(w io.Writer) error { return report.WriteSheet(w, format, sheet) }
	switch {
	case o.out != "":
		return answerFile(m.book.Repo(), o.out, write)
	case format == report.Text:
		return app.Page(write)
	}
	return write(app.Out)
}

func (m *mergedChronology) addCase(ctx context.Context, id record.ID) error {
	c, err := m.book.Case(ctx, id)
	if err != nil {
		return fmt.Errorf("%s: %w", id, err)
	}
	warnCase(m.app, c)
	if m.main == nil {
		m.main = c
	}
	var list []cases.Merged
	rows := c.Chronology(!m.options.all)
	m.Others = m.Others || len(rows) < len(c.Chronology(false))
	if err := m.book.LoseFilesIn(ctx, id, rows); err != nil {
		return err
	}
	for _, r := range rows {
		list = append(list, cases.Merged{Row: r, Of: id.String()})
	}
	m.lists = append(m.lists, list)
	m.Shield = cases.Shields(m.Shield, c.Shield())
	m.About = append(m.About, strings.TrimSpace(id.String()+" "+c.Subject.Name))
	return nil
}

// addTable reads another agency's table. It names each faulty row: if a row were only left out,
// nobody would know that it existed.
func (m *mergedChronology) addTable(i int, path string) error {
	o := importOptions{}
	if i < len(m.options.agency) {
		o.agency = m.options.agency[i]
	}
	if i < len(m.options.maps) {
		o.mapFile = m.options.maps[i]
	}
	mapping, err := mapping(m.app, o)
	if err != nil {
		return err
	}
	data, err := readText(m.app, path, aTable)
	if err != nil {
		return err
	}
	zone := m.book.Policy().Zone()
	in, err := exchange.ReadImport(data, mapping, zone)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	of := cmp.Or(mapping.Agency, filepath.Base(path))
	for _, f := range in.Faults {
		m.Unread = append(m.Unread, report.UnreadRow{Of: of, Line: f.Line, Why: f.String()})
		m.app.say("%s:%d: %s", path, f.Line, f)
	}
	var list []cases.Merged
	for _, r := range in.Rows {
		list = append(list, r.Merged(m.main, of, zone))
	}
	m.lists = append(m.lists, list)
	m.About = append(m.About, of)
	m.Shield = m.Shield.Keeping(of)
	return nil
}
