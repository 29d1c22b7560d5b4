package cli

import (
	"context"
	"fmt"
	"io"
	"slices"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/duty"
	"casefile/internal/record"
	"casefile/internal/report"
)

// These reports are about many cases, like the register.
const (
	caseloadReport = "caseload"
	auditReport    = "audit"
	handoverReport = "handover"
)

// reportsOfMany returns the reports that need no case.
func reportsOfMany() []string {
	return []string{caseloadReport, auditReport, handoverReport, registerReport}
}

// manyOptions holds the flags of these reports.
type manyOptions struct {
	worker string
	sample int
	seed   uint64
	seeded bool
}

// runManyReport writes a report about many cases.
func runManyReport(ctx context.Context, app *App, o reportOptions, kind string,
	args []string,
) error {
	usual := report.Text
	if o.out != "" {
		usual = report.Markdown
	}
	format, err := reportFormat(app, o, usual)
	if err != nil {
		return err
	}
	return withBook(ctx, app, func(b *casebook.Book) error {
		sheet, err := manySheet(ctx, app, b, o, kind, args, format)
		if err != nil {
			return err
		}
		write := func(w io.Writer) error { return report.WriteSheet(w, format, sheet) }
		switch {
		case o.out != "":
			return answerFile(b.Repo(), o.out, write)
		case format == report.Text:
			return app.Page(write)
		}
		app.answered = format == report.JSON
		return write(app.Out)
	})
}

// fits refuses arguments and flags that a report about many cases does not take.
func (o reportOptions) fits(kind string, args []string) error {
	wrong := ""
	switch {
	case kind == registerReport || !slices.Contains(reportsOfMany(), kind):
	case kind != handoverReport && len(args) > 0:
		wrong = "report " + kind + " is about all cases that you can read; it takes none"
	case kind == handoverReport && (len(args) > 0) == (o.worker != ""):
		wrong = "report handover takes a case, or --worker MEMBER for all cases of theirs"
	case kind == auditReport && o.worker != "":
		wrong = "a random sample is of all cases: no --worker"
	case kind != auditReport && (o.sample != 0 || o.seeded):
		wrong = "--sample and --seed go with report audit"
	case kind == auditReport && o.sample < 1:
		wrong = "report audit draws a sample: --sample 5"
	}
	if wrong == "" {
		return nil
	}
	return withHint(usage("%s", wrong), "casefile report --help")
}

func manySheet(ctx context.Context, app *App, b *casebook.Book, o reportOptions, kind string,
	args []string, f report.Format,
) (report.Sheet, error) {
	if o.worker != "" {
		if err := knownMembers(b, []string{o.worker}); err != nil {
			return report.Sheet{}, err
		}
	}
	s := report.Sheet{Name: kind, AsAt: b.Now(), Made: b.Asked(), Zone: b.Policy().Zone(),
		Tip: b.Tip(), Width: app.Width, Copy: o.out != ""}
	var unread []record.ID
	var err error
	switch kind {
	case caseloadReport:
		unread, err = caseload(ctx, b, o.worker, f, &s)
	case auditReport:
		unread, err = audit(ctx, app, b, o, &s)
	default:
		unread, err = handoverSheet(ctx, app, b, o, args, &s)
	}
	sayUnread(app, b, unread)
	s.NotRead = b.NotRead()
	return s, err
}

// caseload writes the caseload of one worker or all. It also counts cases that the member can't
// read, by their dockets.
func caseload(ctx context.Context, b *casebook.Book, worker string, f report.Format,
	s *report.Sheet,
) ([]record.ID, error) {
	s.Title, s.About = "Caseload", "all workers"
	if worker != "" {
		s.About = b.Team().Name(worker)
	}
	load := &report.Caseload{Names: b.Team().Names(), Levels: b.Policy().Risk.Levels,
		Zone: b.Policy().Zone()}
	me, err := b.Me()
	if err != nil {
		return nil, err
	}
	read := map[record.ID]bool{}
	want := func(d *record.Docket) bool {
		return d.Status != record.Destroyed && (worker == "" || d.KeyWorker == worker)
	}
	w, err := gatherWork(ctx, b, me, want, func(r *duty.Row) {
		load.Add(r)
		read[r.Case()] = true
	})
	if err != nil {
		return nil, err
	}
	load.Count(w.List)
	for _, f := range w.Facts {
		if want(f.Docket) && cases.Live(f.Docket) && !read[f.Docket.Case] {
			load.Unread(f.Docket.KeyWorker)
		}
	}
	s.Scope, s.Parts = "cases with work or a clock", load.Parts(f)
	return w.Unread, nil
}

// audit draws a sample of cases for the sheet, and shows its seed.
func audit(ctx context.Context, app *App, b *casebook.Book, o reportOptions, s *report.Sheet) (
	[]record.ID, error,
) {
	all, _, err := b.DocketsListed(ctx)
	if err != nil {
		return nil, err
	}
	dockets, err := b.Readable(ctx, all)
	if err != nil {
		return nil, err
	}
	if !o.seeded {
		o.seed = cases.NewSeed()
	}
	ids, n := cases.AuditSample(dockets, o.sample, o.seed)
	s.Title, s.About = "File audit", fmt.Sprintf("%d of %s", len(ids), record.Counted(n, "case"))
	s.Scope = fmt.Sprintf("a random sample, seed %d", o.seed)
	drawn := func(d *record.Docket) bool { return slices.Contains(ids, d.Case) }
	unread, err := b.EachCaseOf(ctx, dockets, drawn, func(c *cases.Case) error {
		p, err := page(ctx, app, b, c)
		s.Parts = append(s.Parts, report.AuditPart(p, duty.ActiveReaders(c.Docket, b.Team())))
		return err
	})
	if len(s.Parts) == 0 && err == nil {
		err = notFound("there is no case that you can read to draw from")
	}
	return unread, err
}

// handoverSheet writes the handover of one case, or of all cases of a worker that the member can
// read.
func handoverSheet(ctx context.Context, app *App, b *casebook.Book, o reportOptions, args []string,
	s *report.Sheet) ([]record.ID, error) {
	worker := o.worker
	s.Title, s.Scope = "Handover", "what whoever takes over must know first"
	want := func(d *record.Docket) bool { return cases.Live(d) && d.KeyWorker == worker }
	if len(args) > 0 {
		id, err := b.FindCase(ctx, args[0])
		if err != nil {
			return nil, err
		}
		s.About = id.String()
		c, err := shownCase(ctx, app, b, id, o.out)
		if err != nil {
			return nil, err
		}
		part, err := handoverPart(ctx, app, b, c)
		s.Parts = []report.Part{part}
		return nil, err
	}
	s.About = "all cases of " + b.Team().Name(worker)
	dockets, _, err := b.DocketsListed(ctx)
	if err != nil {
		return nil, err
	}
	unread, err := b.EachCaseOf(ctx, dockets, want, func(c *cases.Case) error {
		part, err := handoverPart(ctx, app, b, c)
		s.Parts = append(s.Parts, part)
		return err
	})
	if len(s.Parts) == 0 && err == nil {
		err = notFound("%s is key worker of no open case that you can read", worker)
	}
	return unread, err
}

func handoverPart(ctx context.Context, app *App, b *casebook.Book, c *cases.Case) (
	report.Part, error,
) {
	p, err := page(ctx, app, b, c)
	return report.HandoverPart(p, duty.ActiveReaders(c.Docket, b.Team()),
		b.Policy().LeastReaders()), err
}
