package cases

import (
	"cmp"
	"slices"
	"time"

	"casefile/internal/policy"
	"casefile/internal/record"
)

// Late is something that was done after its time. It stays so for ever.
type Late struct {
	What      string
	Ref       record.Ref
	Rule      string
	Due, Done time.Time
	By        string // how late, in words: 15 h 50 min, 2 working days
	Member    string // who recorded that it was done
}

// Late lists what was done late, in the order in which it was done: whatever
// the fold can tell from the days that entries name. Only days on which a thing
// can have been done in time are in its favour.
func (c *Case) Late() []Late {
	l := &lateness{c: c}
	l.recordings()
	l.referrals()
	l.concerns()
	l.reviews()
	l.actions()
	l.endorsements()
	l.supervisions()
	l.requests()
	slices.SortStableFunc(l.out, func(a, b Late) int {
		return cmp.Or(a.Done.Compare(b.Done), cmp.Compare(a.Rule, b.Rule))
	})
	return l.out
}

type lateness struct {
	c   *Case
	out []Late
}

// done notes a thing that was done after it was due.
func (l *lateness) done(rule, what string, about, by *Thread, due, at time.Time) {
	if at.After(due) {
		l.out = append(l.out, Late{What: what, Ref: about.Ref(), Rule: rule, Due: due, Done: at, By: l.c.lateBy(due, at), Member: by.author()})
	}
}

// lateBy is how much later than due an instant is, in words.
func (c *Case) lateBy(due, at time.Time) string { return Behind(due, at.Sub(due), c.zone) }

// Behind is by how much a thing is late, by the agency's days.
func (c *Case) Behind(due time.Time, late time.Duration) string { return Behind(due, late, c.zone) }

// LateWords is by how much a deadline has passed, "" while it has not.
func (c *Case) LateWords(d Deadline) string {
	if !d.Overdue {
		return ""
	}
	return c.lateBy(d.Due, c.Now)
}

// doneOn is done for a thing that could be done until a day ended.
func (l *lateness) doneOn(rule, what string, about, by *Thread, due record.Date) {
	l.done(rule, what, about, by, l.c.endOf(due), l.c.occurred(by.Entry))
}

func (l *lateness) recordings() {
	c, cal := l.c, l.c.in.Policy.Calendar()
	for _, t := range c.threads {
		days := c.late(t.First)
		if days == 0 {
			continue
		}
		from := c.day(t.First.Occurred.Latest(c.zone))
		if c.Docket != nil && from.Before(c.Docket.Opened) {
			from = c.Docket.Opened
		}
		due := cal.AddWorkingDays(from.At(c.zone), c.in.Policy.Recording.LateAfterWorkingDays)
		l.out = append(l.out, Late{What: "recording of the " + t.Kind, Ref: t.Ref(), Rule: RuleLateRecording, Due: due,
			Done: t.First.Recorded, By: plural(days, "working day"), Member: t.First.author()})
	}
}

func (l *lateness) referrals() {
	for _, r := range l.c.Referrals {
		if s := r.Confirmation; !s.Due.IsZero() && !s.Done.IsZero() {
			l.done(RuleConfirmedLate, "written confirmation of the referral", r.Entry, r.Confirmed, s.Due, s.Done)
		}
		if s := r.Reply; !s.Due.IsZero() && !s.Done.IsZero() {
			l.done(RuleReferralNoResponse, "the receiver's decision on the referral", r.Entry, r.Response, s.Due, s.Done)
		}
	}
}

func (l *lateness) concerns() {
	c := l.c
	for _, n := range c.Concerns {
		if seen := n.Entry.First.Occurred; !seen.IsZero() {
			due := c.in.Policy.Calendar().Due(seen.Latest(c.zone), c.in.Policy.Concern.Recorded)
			l.done(RuleConcernRecordedLate, "recording of the concern", n.Entry, n.Entry, due, n.Entry.First.Recorded)
		}
		if n.Triage != nil {
			_, at := c.earliest([]*Thread{n.Triage}, "read_at")
			l.done(RuleConcernWithoutTriage, "triage of the concern", n.Entry, n.Triage, n.Due, at)
		}
	}
}

// reviews of outcomes and risks: each look sets the day of the next.
func (l *lateness) reviews() {
	c := l.c
	for _, o := range c.Outcomes {
		at := []*Thread{o.Entry}
		l.inTurn(RuleReviewOverdue, "review of the intended outcome", append(at, o.Reviews...), "next_review", c.in.Policy.PlanReview, true)
	}
	for _, r := range c.Risks {
		l.inTurn(RuleRiskReview, "review of the risk", r.Updates, "review_on", c.in.Policy.Risk.Review, false)
	}
}

// inTurn follows looks at a thing, the first of which began it. The next is due
// on the day that a look names, and else after a span; at most shortens the
// span and never lengthens it.
func (l *lateness) inTurn(rule, what string, looks []*Thread, field string, span policy.Span, atMost bool) {
	for i, t := range looks[1:] {
		before := looks[i]
		if before.Str(field) == "none" || before.Str("state") == "resolved" {
			continue
		}
		due, named := span.From(l.c.day(l.c.occurred(before.Entry))), before.Date(field)
		if !named.IsZero() && (!atMost || named.Before(due)) {
			due = named
		}
		l.doneOn(rule, what, looks[0], t, due)
	}
}

func (l *lateness) actions() {
	for _, a := range l.c.Actions {
		if !a.Done || a.Due.IsZero() {
			continue
		}
		_, at := l.c.earliest([]*Thread{a.Result}, "at")
		l.done(RuleActionOverdue, "action: "+a.What, a.Entry, a.Result, l.c.endOf(a.Due), at)
	}
}

// endorsements: each level has its time from the one before it.
func (l *lateness) endorsements() {
	c := l.c
	for _, t := range c.threads {
		since := t.Recorded
		for _, g := range t.Endorsement.Given {
			if !g.Counts || len(t.Endorsement.Required) == 0 {
				continue
			}
			due := c.in.Policy.Calendar().Due(since, c.allowed(g.Level))
			if g.At.After(due) {
				l.out = append(l.out, Late{What: g.Level + " endorsement of the " + t.Kind, Ref: t.Ref(), Rule: RuleNotEndorsedInTime,
					Due: due, Done: g.At, By: c.lateBy(due, g.At), Member: g.By})
			}
			since = g.At
		}
	}
}

func (l *lateness) supervisions() {
	c := l.c
	if c.Docket == nil {
		return
	}
	from := c.Docket.Opened.At(c.zone)
	for _, t := range c.of("supervision") {
		l.done(RuleSupervisionOverdue, "supervision of the case", t, t, c.in.Policy.Calendar().Due(from, c.in.Policy.Supervision), c.occurred(t.Entry))
		from = c.occurred(t.Entry)
	}
}

// requests: answers to subject access, transfers, tests of hypotheses.
func (l *lateness) requests() {
	c := l.c
	for _, a := range c.Access {
		if !a.ClosedOn.IsZero() && !a.Due.IsZero() {
			first, _ := c.earliest(a.Disclosures, "sent_on")
			l.done(RuleAccessLate, "answer to the subject access request", a.Entry, first, c.endOf(a.Due), a.ClosedOn.At(c.zone))
		}
	}
	for _, tr := range c.Transfers {
		if late := c.sentLate(tr); late > 0 {
			due := c.endOf(tr.SendBy)
			l.done(RuleTransferLate, "sending the records to the next agency", tr.Entry, tr.Entry, due, due.Add(late))
		}
	}
	for _, t := range c.threads {
		if by := c.tested(t); by != nil {
			for _, day := range t.TestDays() {
				l.doneOn(RuleUntested, "test of the hypothesis", t, by, day)
			}
		}
	}
}
