package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/policy"
	"casefile/internal/record"
	"casefile/internal/team"
)

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
