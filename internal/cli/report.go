package cli

import (
	"context"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/record"
	"casefile/internal/report"
)

type reportOptions struct {
	format, out string
	all         bool
	manyOptions
}

func (o *reportOptions) flags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&o.format, "format", "", "text, md, html, json or csv")
	cmd.Flags().StringVarP(&o.out, "output", "o", "", "write to a `file`, whose ending names the "+
		"format")
	cmd.Flags().BoolVar(&o.all, "all", false, "every entry, not only the significant ones")
}

func newReportCommand(app *App) *cobra.Command {
	o := &reportOptions{}
	cmd := &cobra.Command{
		Use: "report KIND [CASE]", Short: "Write a report about one case, or about many",
		GroupID: "look",
		Long: "Write a report about one case to stdout or to a file: " +
			record.Enumerated(report.Kinds()) + `.
These are Markdown by default, the reports below text. HTML is one self-contained file
that prints well.

These reports are about many cases, as far as you can read them:

  caseload            by key worker: open cases, risks, overdue things, last seen,
                      cover, next review; --worker MEMBER shows one of them
  audit --sample 5    a random sample for a file audit, with the points of the
                      record-keeping policy: kept, not kept, and where to look;
                      --seed N draws the same sample again
  handover CASE       what the next key worker must know first: who is there, open
                      risks, overdue things, what comes next, who can read it;
                      --worker MEMBER is about all their cases
  register            disposals and erasures (text, json, csv); only the column with
                      the rule needs a key

Each page names the commit up to which the record was verified.`,
		Example: `  # one sheet about a case, in a page that prints well
  casefile report summary K3F9-27QM -o summary.html
  # all key workers, with what is overdue
  casefile report caseload
  # draw five cases for a file audit
  casefile report audit --sample 5
  # what a new key worker must know first
  casefile report handover K3F9-27QM`,
		ValidArgs: append(report.Kinds(), reportsOfMany()...),
		Args: func(cmd *cobra.Command, args []string) error {
			o.seeded = cmd.Flags().Changed("seed")
			if err := arguments(1, 2, "KIND [CASE]")(cmd, args); err != nil {
				return err
			}
			return o.fits(args[0], args[1:])
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return reportWords(app, cmd, *o, args)
		},
	}
	cmd.Flags().StringVar(&o.worker, "worker", "", "caseload, handover: of one key worker, a "+
		"`member`")
	cmd.Flags().IntVar(&o.sample, "sample", 0, "audit: how many `cases` are drawn")
	cmd.Flags().Uint64Var(&o.seed, "seed", 0, "audit: the `number` that draws the sample again")
	o.flags(cmd)
	return asksCase(app, cmd, caseArg{at: 1, lacks: lacksReported})
}

// lacksReported reports whether a report needs a case and none is named.
func lacksReported(cmd *cobra.Command, args []string) bool {
	if len(args) != 1 {
		return false
	}
	oneCase := args[0] == record.KindHandover && !cmd.Flags().Changed("worker")
	return oneCase || slices.Contains(report.Kinds(), args[0])
}

// reportWords runs a report about one case or about many.
func reportWords(app *App, cmd *cobra.Command, o reportOptions, args []string) error {
	kind := args[0]
	many := slices.Contains(reportsOfMany(), kind)
	switch {
	case kind == registerReport && len(args) == 1:
		return runRegister(cmd.Context(), app, o)
	case kind == registerReport:
		return usage("the register is about all cases; it takes none")
	case many:
		return runManyReport(cmd.Context(), app, o, kind, args[1:])
	case o.worker != "" || o.sample != 0 || o.seeded:
		return withHint(usage("--worker, --sample and --seed are of the reports about many cases"),
			"%s --help", cmd.CommandPath())
	case len(args) == 1 && slices.Contains(report.Kinds(), kind):
		return withHint(usage("report %s needs a case", kind), "%s --help", cmd.CommandPath())
	case len(args) == 1:
		args = append(args, "")
	}
	return runReport(cmd.Context(), app, o, kind, args[1], report.Markdown)
}

func runReport(ctx context.Context, app *App, o reportOptions, kind, typed string,
	usual report.Format,
) error {
	if !slices.Contains(report.Kinds(), kind) {
		return usage("there is no report %q; there are %s", kind,
			record.Enumerated(append(report.Kinds(), reportsOfMany()...)))
	}
	format, err := reportFormat(app, o, usual)
	if err != nil {
		return err
	}
	return withCase(ctx, app, typed, func(b *casebook.Book, id record.ID) error {
		c, err := shownCase(ctx, app, b, id, o.out)
		if err != nil {
			return err
		}
		p, err := page(ctx, app, b, c)
		if err == nil && kind == "chronology" {
			err = b.LoseFilesIn(ctx, c.ID, c.Chronology(!o.all))
		}
		if err != nil {
			return err
		}
		p.All, p.Copy = o.all, o.out != ""
		write := func(w io.Writer) error { return report.Write(w, kind, format, p) }
		switch {
		case o.out != "":
			return answerFile(b.Repo(), o.out, write)
		case format == report.Text:
			return app.Page(write)
		}
		return write(app.Out)
	})
}

// reportFormat chooses a report's format. The order is: --json, --format, the ending of the file,
// the command's default.
func reportFormat(app *App, o reportOptions, usual report.Format) (report.Format, error) {
	name := o.format
	if app.global.json {
		name = "json"
	}
	if name == "" {
		name = strings.TrimPrefix(filepath.Ext(o.out), ".")
	}
	switch name {
	case "txt":
		name = "text"
	case "htm":
		name = "html"
	}
	known := []report.Format{report.Text, report.Markdown, report.HTML, report.JSON, report.CSV}
	if slices.Contains(known, report.Format(name)) {
		return report.Format(name), nil
	}
	if o.format != "" {
		return "", usage("there is no format %q; there are text, md, html, json and csv", o.format)
	}
	if name != "" {
		return "", usage("%s: no report is written as %q; the ending must be txt, md, html, json "+
			"or csv, or say --format", o.out, name)
	}
	return usual, nil
}
