package cases

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"casefile/internal/policy"
	"casefile/internal/record"
)

// Answered lists the deadlines that were met, in time or late, in the order in which
// they were: whatever the fold can tell from the days that entries name. Only days on
// which a thing can have been done in time are in its favour.
func (c *Case) Answered() []Deadline {
	l := &answers{c: c}
	l.recordings()
	l.referrals()
	l.concerns()
	l.reviews()
	l.actions()
	l.endorsements()
	l.supervisions()
	l.requests()
	slices.SortStableFunc(l.out, func(a, b Deadline) int {
		return cmp.Or(a.Answered.Compare(b.Answered), cmp.Compare(a.Rule, b.Rule))
	})
	return l.out
}

type answers struct {
	c   *Case
	out []Deadline
}

// done notes a thing that was done, and by whom it was recorded.
func (l *answers) done(rule, what string, about, by *Thread, due, at time.Time) *Deadline {
	d := l.c.clockOf(rule, what, about, due, "")
	d.Answered, d.AnsweredBy = at, by.author()
	l.out = append(l.out, d)
	return &l.out[len(l.out)-1]
}

// doneOn is done for a thing that could be done until a day ended.
func (l *answers) doneOn(rule, what string, about, by *Thread, due record.Date) {
	l.done(rule, what, about, by, l.c.endOf(due), l.c.occurred(by.Entry))
}

// Behind is by how much a thing is late, in the same words on every page: whole
// days of the calendar where the whole of a day could be used, else real time.
func Behind(due time.Time, late time.Duration, zone *time.Location) string {
	day := record.DateOf(due.In(zone))
	if due.Equal(day.AddDays(1).At(zone).Add(-time.Second)) { // the last second, as policy.Calendar.EndOf
		return record.Counted(day.DaysUntil(record.DateOf(due.Add(late).In(zone))), "day")
	}
	return Length(late)
}

// behind is by how much a thing is late, by the agency's days.
func (c *Case) behind(due time.Time, late time.Duration) string { return Behind(due, late, c.zone) }

// Length is a stretch of time in words: 1 h 35 min, 3 days.
func Length(d time.Duration) string {
	hours, minutes := int(d.Hours()), int(d.Minutes())%60
	switch {
	case hours >= 48:
		return fmt.Sprintf("%d days", hours/24)
	case hours > 0:
		return fmt.Sprintf("%d h %d min", hours, minutes)
	}
	return fmt.Sprintf("%d min", minutes)
}

// LateWords is by how much something was done late, "" where it was in time. The
// recording of an event is counted in working days, as policy gives it.
func LateWords(d Deadline, at time.Time, cal *policy.Calendar, zone *time.Location) string {
	late := Passed(d.Due, at)
	switch {
	case late == 0:
		return ""
	case d.Rule == RuleLateRecording:
		day := func(t time.Time) record.Date { return record.DateOf(t.In(zone)) }
		return record.Counted(cal.WorkingDaysBetween(day(d.Due), day(at)), "working day")
	}
	return Behind(d.Due, late, zone)
}

// recordings: an event is recorded within the working days that policy allows, and a
// concern as soon as policy says.
func (l *answers) recordings() {
	for _, t := range l.c.threads {
		if due, ok := l.c.recordingDue(t.First); ok {
			d := l.done(RuleLateRecording, "recording of the "+t.Kind, t, t, due, t.First.Recorded)
			d.Since, d.AnsweredBy = t.First.Occurred.Latest(l.c.zone), t.First.author()
		}
	}
}

func (l *answers) referrals() {
	for _, r := range l.c.Referrals {
		if s := r.Confirmation; !s.Due.IsZero() && !s.Done.IsZero() {
			l.done(RuleConfirmedLate, "written confirmation of the referral", r.Entry, r.Confirmed, s.Due, s.Done).Since = r.MadeAt
		}
		if s := r.Reply; !s.Due.IsZero() && !s.Done.IsZero() {
			l.done(RuleReferralNoResponse, "the receiver's decision on the referral", r.Entry, r.Response, s.Due, s.Done).Since = r.MadeAt
		}
	}
}

func (l *answers) concerns() {
	c := l.c
	for _, n := range c.Concerns {
		if seen := n.Entry.First.Occurred; !seen.IsZero() {
			due := c.in.Policy.Calendar().Due(seen.Latest(c.zone), c.in.Policy.Concern.Recorded)
			l.done(RuleConcernRecordedLate, "recording of the concern", n.Entry, n.Entry, due, n.Entry.First.FirstRecorded())
		}
		if !n.Untriaged() {
			_, at := c.earliest([]*Thread{n.Triage}, "read_at")
			l.done(RuleConcernWithoutTriage, "triage of the concern", n.Entry, n.Triage, n.Due, at)
		}
	}
}

// reviews of outcomes and risks: each look sets the day of the next.
func (l *answers) reviews() {
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
func (l *answers) inTurn(rule, what string, looks []*Thread, field string, span policy.Span, atMost bool) {
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

func (l *answers) actions() {
	for _, a := range l.c.Actions {
		if !a.Done || a.Due.IsZero() {
			continue
		}
		_, at := l.c.earliest([]*Thread{a.Result}, "at")
		l.done(RuleActionOverdue, "action: "+a.What, a.Entry, a.Result, l.c.endOf(a.Due), at)
	}
}

// endorsements: each level has its time from the one before it.
func (l *answers) endorsements() {
	c := l.c
	for _, t := range c.threads {
		since := t.Recorded
		for _, g := range t.Endorsement.Given {
			if !g.Counts || len(t.Endorsement.Required) == 0 {
				continue
			}
			d := c.clockOf(RuleNotEndorsedInTime, g.Level+" endorsement of the "+t.Kind, t, c.in.Policy.Calendar().Due(since, c.allowed(g.Level)), g.Level)
			d.Since, d.Answered, d.AnsweredBy = since, g.At, g.By
			l.out = append(l.out, d)
			since = g.At
		}
	}
}

func (l *answers) supervisions() {
	c := l.c
	if c.Docket == nil {
		return
	}
	from := c.Docket.Opened.At(c.zone)
	for _, t := range c.of(record.KindSupervision) {
		l.done(RuleSupervisionOverdue, "supervision of the case", t, t, c.in.Policy.Calendar().Due(from, c.in.Policy.Supervision), c.occurred(t.Entry))
		from = c.occurred(t.Entry)
	}
}

// requests: answers to subject access, transfers, tests of hypotheses.
func (l *answers) requests() {
	c := l.c
	for _, a := range c.Access {
		if !a.Open() && !a.Due.IsZero() {
			first, _ := c.earliest(a.Disclosures, "sent_on")
			l.done(RuleAccessLate, "answer to the subject access request", a.Entry, first, c.endOf(a.Due), a.ClosedOn.At(c.zone))
		}
	}
	for _, tr := range c.Transfers {
		if tr.Entry != nil && !tr.SendBy.IsZero() {
			_, at := c.earliest([]*Thread{tr.Entry}, "sent_at")
			l.done(RuleTransferLate, "sending the records to the next agency", tr.Entry, tr.Entry, c.endOf(tr.SendBy), at)
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
