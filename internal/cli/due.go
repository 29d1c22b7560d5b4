package cli

import (
	"context"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/duty"
	"casefile/internal/pattern"
	"casefile/internal/report"
)

type dueOptions struct {
	reportOptions
	worker, within    string
	all, late, asICal bool
	days              int // of within; -1 means no limit
}

func newDueCommand(app *App) *cobra.Command {
	o := &dueOptions{}
	cmd := &cobra.Command{
		Use: "due [CASE]", Short: "List what must be done, and by when", GroupID: "look",
		Long: `List what must be done, by date. The start page and the inbox show the same things:

  - triage, written confirmations, receivers' decisions, endorsements
  - actions, reviews of plans and risks, supervision, hypotheses to test
  - facts left unknown, and cases without a recent entry
  - transfers and their receipts, subject access requests
  - access that a cover left behind, and the review of the policy
  - things that wait without a date

Without a case, it first lists what you must do: as key worker or cover, line manager,
safeguarding lead, or by a role that must endorse or answer. Then it lists what others
must do in the cases that you look after. Senior managers also see what nobody is left
to do. Where somebody acts for another, the reason is said.

With a case, it lists what that case asks for. --worker lists the cases of one worker,
and --all every case that you can read. --late lists what was done late: that stays on
record.

--ics gives a calendar. A calendar leaves the agency: it shows the IDs of cases and
what is to be done, and no name and no word of a record.
The exit code is 25 if something is overdue.`,
		Example: `  # what you must see to
  casefile due
  # what is due within two weeks, in all cases that you can read
  casefile due --all --within 2w
  # a calendar, without names
  casefile due -o due.ics`,
		Args: arguments(0, 1, "[CASE]"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runDue(cmd.Context(), app, *o, args)
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.worker, "worker", "", "the cases of one `member`")
	f.BoolVar(&o.all, "all", false, "every case that you can read")
	f.StringVar(
		&o.within,
		"within",
		"",
		"what is due within `days` or weeks, as 7d or 2w (overdue things always)",
	)
	f.BoolVar(&o.late, "late", false, "what was done late")
	f.BoolVar(&o.asICal, "ics", false, "a calendar (iCalendar)")
	f.StringVar(&o.format, "format", "", "text, md, html, json or csv")
	f.StringVarP(
		&o.out,
		"output",
		"o",
		"",
		"write to a `file`, whose ending names the format; .ics is a calendar",
	)
	return asksCase(app, cmd, caseArg{lacks: never})
}

// settle checks the flags and arguments against each other.
func (o *dueOptions) settle(args []string, json bool) error {
	o.asICal = o.asICal || strings.EqualFold(filepath.Ext(o.out), ".ics")
	scopes := len(args)
	for _, given := range []bool{o.worker != "", o.all} {
		if given {
			scopes++
		}
	}
	wrong := ""
	switch {
	case scopes > 1:
		wrong = "due takes a case, --worker MEMBER or --all: one of them"
	case o.asICal && (o.format != "" || json):
		wrong = "a calendar has a format of its own: leave --format and --json out"
	case o.asICal && o.late:
		wrong = "--ics and --late exclude each other"
	case o.late && o.within != "":
		wrong = "--within and --late exclude each other"
	}
	if wrong != "" {
		return withHint(usage("%s", wrong), "casefile due --help")
	}
	days, err := parseWithin(o.within)
	o.days = days
	return err
}

var withinForm = pattern.Of(`^(\d{1,4})([dw]?)$`)

// parseWithin parses 7d, 2w or 7 as days; -1 means no limit.
func parseWithin(s string) (int, error) {
	if s == "" {
		return -1, nil
	}
	m := withinForm().FindStringSubmatch(s)
	if m == nil {
		return 0, withHint(
			usage("--within: %q is not a number of days or weeks", s),
			"--within 7d, or 2w",
		)
	}
	n, err := strconv.Atoi(m[1])
	if m[2] == "w" {
		n *= 7
	}
	return n, err
}

func runDue(ctx context.Context, app *App, o dueOptions, args []string) error {
	if err := o.settle(args, app.global.json); err != nil {
		return err
	}
	format := report.Text
	if !o.asICal {
		var err error
		if format, err = reportFormat(app, o.reportOptions, report.Text); err != nil {
			return err
		}
	}
	return withBook(ctx, app, func(b *casebook.Book) error {
		d := &report.Due{
			Late:   o.late,
			Within: o.days,
			Made:   b.Asked(),
			Tip:    b.Tip(),
			Width:  app.Width,
			Copy:   o.out != "",
		}
		if err := gatherDue(ctx, b, d, o, args); err != nil {
			return err
		}
		if err := writeDue(app, b, d, o, format); err != nil {
			return err
		}
		if !o.late && slices.ContainsFunc(d.List, func(t duty.Duty) bool { return t.Late > 0 }) {
			return errDue
		}
		return nil
	})
}

// gatherDue finds the duties asked for: in one case, in a worker's cases, in all, or in one's own.
func gatherDue(
	ctx context.Context,
	b *casebook.Book,
	d *report.Due,
	o dueOptions,
	args []string,
) error {
	if len(args) > 0 {
		return dueInCase(ctx, b, d, args[0])
	}
	me, err := b.Me()
	if err != nil {
		return err
	}
	read := mayBeMine(me)
	d.About, d.Reader = "for "+me.Name, me.ID
	switch {
	case o.all:
		d.About, d.Reader, read = "every case that you can read", "", nil
	case o.worker != "":
		if err := knownMembers(b, []string{o.worker}); err != nil {
			return err
		}
		d.About, d.Reader, read = "the cases of "+b.Team().Name(o.worker), o.worker, nil
	}
	if d.Work, err = gatherWork(ctx, b, me, read, nil); err != nil {
		return err
	}
	d.NotRead = slices.DeleteFunc(b.NotRead(), func(n cases.NotRead) bool {
		return slices.Contains(d.Work.Unread, n.Case)
	})
	mine := func(x duty.Duty) bool { return x.IsFor(me.ID) }
	late := func(l duty.WasLate) bool { return l.IsFor(me.ID) }
	switch {
	case o.all:
		mine, late = nil, nil
	case o.worker != "":
		mine, late = d.Work.OfMember(o.worker), d.Work.LateOfMember(o.worker)
	}
	d.Take(mine, late)
	return nil
}

// dueInCase adds the duties of one case.
func dueInCase(ctx context.Context, b *casebook.Book, d *report.Due, typed string) error {
	id, err := b.FindCase(ctx, typed)
	if err != nil {
		return err
	}
	c, err := b.Case(ctx, id)
	if err != nil {
		return err
	}
	d.Work = &duty.Work{World: worldOf(b), Facts: []duty.Facts{duty.Of(c)},
		Shields: []*cases.Shield{c.Shield()}}
	d.NotRead = c.NotRead()
	if d.Work.List, err = dutiesIn(b, c); err != nil {
		return err
	}
	d.Single, d.About = true, strings.TrimSpace(id.String()+" "+c.Subject.Name)
	d.Take(nil, nil)
	return nil
}

// writeDue writes the answer in the format asked for.
func writeDue(app *App, b *casebook.Book, d *report.Due, o dueOptions, format report.Format) error {
	write := func(w io.Writer) error { return report.WriteSheet(w, format, d.Sheet(format)) }
	if o.asICal {
		app.say("note: a calendar leaves the agency: this one holds case IDs and what is to be " +
			"done, and no name and no word of a record")
		write = func(w io.Writer) error { return report.WriteCalendar(w, d.Events(), b.Now()) }
	}
	switch {
	case o.out != "":
		return answerFile(b.Repo(), o.out, write)
	case format == report.Text && !o.asICal:
		return app.Page(write)
	}
	app.answered = format == report.JSON
	return write(app.Out)
}
