package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/policy"
	"casefile/internal/record"
	"casefile/internal/report"
	"casefile/internal/team"
)

type dueOptions struct {
	reportOptions
	worker, within    string
	all, late, asICal bool
	days              int // of within; -1 = without end
}

func (a *App) newDueCommand() *cobra.Command {
	o := &dueOptions{}
	cmd := &cobra.Command{
		Use: "due [CASE]", Short: "List what must be done, and by when; exit code 25 when something is overdue", GroupID: "look",
		Long: `List everything with a clock: triage, written confirmations and receivers'
decisions, actions, reviews of plans and risks, supervision, endorsements,
hypotheses to test, facts left unknown, transfers and their receipts, subject
access requests, cases without a recent entry, access left over from a cover
that ended, the review of the policy itself.

Without a case: what is yours to see to, as key worker or cover, line manager,
safeguarding lead, or by a role that must endorse or answer. --worker shows the
cases of one worker, --all every case that you can read. --late lists what was
done late instead: that stays on record.

--ics gives a calendar. It leaves the house, so it holds the IDs of cases and
what is to be done, and no name and no word of a record.
The exit code is 25 when something is overdue.`,
		Args: arguments(0, 1, "[CASE]"),
		RunE: func(cmd *cobra.Command, args []string) error { return a.runDue(cmd.Context(), *o, args) },
	}
	f := cmd.Flags()
	f.StringVar(&o.worker, "worker", "", "the cases of one `member`")
	f.BoolVar(&o.all, "all", false, "every case that you can read")
	f.StringVar(&o.within, "within", "", "what is due within `days` or weeks, as 7d or 2w (overdue things always)")
	f.BoolVar(&o.late, "late", false, "what was done late")
	f.BoolVar(&o.asICal, "ics", false, "a calendar (iCalendar)")
	f.StringVar(&o.format, "format", "", "text, md, html, json or csv")
	f.StringVarP(&o.out, "output", "o", "", "write to a `file`, whose ending names the format; .ics is a calendar")
	return cmd
}

// settle checks the words of the command line against each other.
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
		wrong = "what was late is no calendar: leave --ics or --late out"
	case o.late && o.within != "":
		wrong = "--within looks ahead, --late looks back: leave one out"
	}
	if wrong != "" {
		return withHint(usage("%s", wrong), "casefile due --help")
	}
	days, err := parseWithin(o.within)
	o.days = days
	return err
}

var withinForm = regexp.MustCompile(`^(\d{1,4})([dw]?)$`)

// parseWithin reads 7d, 2w or 7 as days; -1 for no limit.
func parseWithin(s string) (int, error) {
	if s == "" {
		return -1, nil
	}
	m := withinForm.FindStringSubmatch(s)
	if m == nil {
		return 0, withHint(usage("--within: %q is no number of days or weeks", s), "casefile due --within 7d")
	}
	n, err := strconv.Atoi(m[1])
	if m[2] == "w" {
		n *= 7
	}
	return n, err
}

func (a *App) runDue(ctx context.Context, o dueOptions, args []string) error {
	if err := o.settle(args, a.global.json); err != nil {
		return err
	}
	format := report.Text
	if !o.asICal {
		var err error
		if format, err = a.format(o.reportOptions, report.Text); err != nil {
			return err
		}
	}
	return a.withBook(ctx, func(b *casebook.Book) error {
		d := &duties{b: b, o: o, today: b.Policy().Today(b.Now())}
		if err := d.gather(ctx, args); err != nil {
			return err
		}
		if err := a.writeDue(d, format); err != nil {
			return err
		}
		if !o.late && slices.ContainsFunc(d.list, func(t duty) bool { return t.Overdue }) {
			return errDue
		}
		return nil
	})
}

// writeDue writes the answer in the form asked for.
func (a *App) writeDue(d *duties, format report.Format) error {
	write := func(w io.Writer) error { return report.WriteSheet(w, format, d.sheet(format, a.Width)) }
	if d.o.asICal {
		a.say("note: a calendar leaves the house: this one holds case IDs and what is to be done, no name and no word of a record")
		write = func(w io.Writer) error { return report.WriteCalendar(w, d.events(), d.b.Now()) }
	}
	switch {
	case d.o.out != "":
		return create(d.o.out, func(f *os.File) error { return write(f) })
	case format == report.Text && !d.o.asICal:
		return a.Page(write)
	}
	a.answered = format == report.JSON
	return write(a.Out)
}

// duty is one thing to be done, with what a reader knows of its case.
type duty struct {
	cases.Deadline
	name string // of the subject; "" where it is about no case
	late string // in words; "" while it is in time
}

// duties is what due gathers for one answer.
type duties struct {
	b      *casebook.Book
	o      dueOptions
	today  record.Date
	me     team.Member
	about  string
	single bool // about one case
	list   []duty
	past   []wasLate
	unread []record.ID
}

// wasLate is one thing that was done late.
type wasLate struct {
	cases.Late
	name string
}

func (d *duties) gather(ctx context.Context, args []string) error {
	if len(args) > 0 {
		return d.one(ctx, args[0])
	}
	me, err := d.b.Me()
	if err != nil {
		return err
	}
	d.me, d.about = me, "for "+me.Name
	switch {
	case d.o.all:
		d.about = "every case that you can read"
	case d.o.worker != "":
		if err := knownMembers(d.b, []string{d.o.worker}); err != nil {
			return err
		}
		d.about = "the cases of " + nameOf(d.b, d.o.worker)
	}
	d.unread, err = d.b.EachCase(ctx, d.worthReading, func(c *cases.Case) error { d.take(c, d.mine); return nil })
	d.policyReview()
	d.sort()
	return err
}

// worthReading leaves out, from its docket alone, an ended case in which nothing
// can be for whoever is asked about. What goes on in one, a transfer or an
// answer to a subject access request, is for the last key worker, the line
// manager and whoever keeps the records.
func (d *duties) worthReading(k *record.Docket) bool {
	switch {
	case k.Status == record.Destroyed:
		return false
	case live(k) || k.Pending != "" || d.o.all:
		return true
	case d.o.worker != "":
		return k.KeyWorker == d.o.worker
	}
	worker, _ := d.b.Team().Member(k.KeyWorker)
	return k.KeyWorker == d.me.ID || worker.LineManager == d.me.ID || d.me.Has(team.Records)
}

func (d *duties) one(ctx context.Context, typed string) error {
	id, err := d.b.FindCase(ctx, typed)
	if err != nil {
		return err
	}
	c, err := d.b.Case(ctx, id)
	if err != nil {
		return err
	}
	d.single, d.about = true, strings.TrimSpace(id.String()+" "+c.Subject.Name)
	d.take(c, func(*cases.Case, cases.Deadline) bool { return true })
	d.sort()
	return nil
}

// take notes what a case asks of those who are asked about.
func (d *duties) take(c *cases.Case, mine func(*cases.Case, cases.Deadline) bool) {
	if d.o.late {
		for _, l := range c.Late() {
			if mine(c, cases.Deadline{Member: l.Member}) {
				d.past = append(d.past, wasLate{l, c.Subject.Name})
			}
		}
		return
	}
	for _, t := range append(slices.Clone(c.Deadlines), d.endedCovers(c)...) {
		if mine(c, t) && d.soon(t) {
			d.list = append(d.list, duty{t, c.Subject.Name, c.LateWords(t)})
		}
	}
}

func (d *duties) soon(t cases.Deadline) bool {
	return t.Overdue || d.o.days < 0 || !d.day(t).After(d.today.AddDays(d.o.days))
}

// day on which a thing is due.
func (d *duties) day(t cases.Deadline) record.Date { return d.b.Policy().Today(t.Due) }

// mine reports whether a thing is to be seen to by whoever is asked about.
func (d *duties) mine(c *cases.Case, t cases.Deadline) bool {
	member := d.me.ID
	switch {
	case d.o.all:
		return true
	case d.o.worker != "":
		member = d.o.worker
	}
	if t.Member == member || c.Allocation.KeyWorker == member || c.Allocation.Cover == member {
		return true
	}
	if d.o.worker != "" {
		return false
	}
	worker, _ := d.b.Team().Member(c.Allocation.KeyWorker)
	return worker.LineManager == member || d.byRole(c, t)
}

// byRole reports whether one of my roles must see to a thing.
func (d *duties) byRole(c *cases.Case, t cases.Deadline) bool {
	switch t.Role {
	case cases.RoleLead:
		return d.me.Has(team.Lead)
	case cases.RoleRecords:
		return d.me.Has(team.Records)
	case policy.Line, policy.Senior:
		entry := c.Thread(t.Ref.Entry)
		return entry != nil && entry.Author != d.me.ID && slices.Contains(levelsOf(d.me), t.Role)
	}
	return false
}

// endedCovers asks for the access to be taken away that a cover has left over.
// Whom policy lets in by itself keeps it.
func (d *duties) endedCovers(c *cases.Case) []cases.Deadline {
	var out []cases.Deadline
	for _, e := range c.EndedCovers() {
		if slices.Contains(d.b.Team().DefaultReaders(c.Docket.KeyWorker), e.Member) {
			continue
		}
		due := d.b.Policy().Calendar().EndOf(e.Until)
		out = append(out, cases.Deadline{What: fmt.Sprintf("end %s's access: the cover is over", nameOf(d.b, e.Member)), Task: "access left over from a cover",
			Ref: e.Entry.Ref(), First: e.Entry.First.ID, Short: e.Short, Due: due, Day: e.Until, Overdue: true, LateBy: d.b.Now().Sub(due), Rule: cases.RuleCoverEnded, Member: c.Allocation.KeyWorker})
	}
	return out
}

// policyReview is about no case: seniors see to it.
func (d *duties) policyReview() {
	p := d.b.Policy()
	if d.o.late || d.o.worker != "" || !d.o.all && !d.me.Has(team.Senior) {
		return
	}
	t := cases.Deadline{What: "review of the policy", Task: "review of the policy", Due: p.Calendar().EndOf(p.ReviewBy), Day: p.ReviewBy,
		Rule: policy.RuleOverdue, Role: policy.Senior, Overdue: p.ReviewBy.Before(d.today)}
	if t.Overdue {
		t.LateBy = d.b.Now().Sub(t.Due)
	}
	if d.soon(t) {
		late := ""
		if t.Overdue {
			late = counted(p.ReviewBy.DaysUntil(d.today), "day")
		}
		d.list = append(d.list, duty{t, "", late})
	}
}
