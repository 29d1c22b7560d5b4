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
	l.categories()
	l.reviews()
	l.actions()
	l.endorsements()
	l.supervisions()
	l.requests()
	l.holds()
	slices.SortStableFunc(l.out, func(a, b Deadline) int {
		return cmp.Or(a.Answered.Compare(b.Answered), cmp.Compare(a.Rule, b.Rule))
	})
	return l.out
}

type answers struct {
	c   *Case
	out []Deadline
}

// done notes a thing that was done, and the entry that recorded it.
func (l *answers) done(rule, what string, about, by *Thread, due, at time.Time) *Deadline {
	return l.stopped(rule, what, about, by, ClockState{Due: due, Done: at, Late: Passed(due, at)})
}

// stopped notes a clock that was stopped, in whichever state. One that nothing stopped,
// or that never ran, is passed over.
func (l *answers) stopped(rule, what string, about, by *Thread, s ClockState) *Deadline {
	if s.Due.IsZero() || s.Done.IsZero() {
		return &Deadline{}
	}
	d := l.c.clockOf(rule, what, about, s.Due, "")
	d.Answered, d.Corrections, d.InTimeNow = s.Done, s.Corrections, s.InTimeNow
	if by != nil {
		d.AnsweredBy = by.First.author()
	}
	l.out = append(l.out, d)
	return &l.out[len(l.out)-1]
}

// doneOn is stopped for a thing that was due within a day, and for which the time of another entry
// says when it was done.
func (l *answers) doneOn(rule, what string, about, by *Thread, due begun) {
	l.stopped(rule, what, about, by, l.c.stopped(due, by, l.c.happenedAt))
}

// Behind tells a delay in the same words on every page: in whole calendar days if the thing was due
// within a day, and otherwise in real time.
func Behind(due time.Time, late time.Duration, zone *time.Location) string {
	day := record.DateOf(due.In(zone))
	// the last second, as policy.Calendar.EndOf
	if due.Equal(day.AddDays(1).At(zone).Add(-time.Second)) {
		return record.Counted(day.DaysUntil(record.DateOf(due.Add(late).In(zone))), "day")
	}
	return Length(max(late, time.Minute)) // what is late at all is so by a minute
}

// behind tells a delay by the agency's days.
func (c *Case) behind(due time.Time, late time.Duration) string { return Behind(due, late, c.zone) }

// Length returns a stretch of time in words: 1 h 35 min, 3 days.
func Length(d time.Duration) string {
	d = max(d, 0) // a clock that is a little behind makes nothing younger than it is
	hours, minutes := int(d.Hours()), int(d.Minutes())%60
	switch {
	case hours >= 48:
		return fmt.Sprintf("%d days", hours/24)
	case hours > 0:
		return fmt.Sprintf("%d h %d min", hours, minutes)
	}
	return fmt.Sprintf("%d min", minutes)
}

// LateWords tells by how much something was done late, and "" if it was in time. The recording of
// an event is counted in working days, as policy gives it.
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
		if t.Kind == record.KindConcern {
			continue // it has a clock of its own
		}
		s := l.c.recordingClock(t)
		d := l.stopped(RuleLateRecording, "recording of the "+t.Kind, t, t, s)
		d.Since = t.FirstTold().Latest(l.c.zone)
	}
}

func (l *answers) referrals() {
	for _, r := range l.c.Referrals {
		l.stopped(RuleConfirmedLate, "written confirmation of the referral",
			r.Entry, r.Confirmed, r.Confirmation).Since = r.MadeAt
		l.stopped(RuleReferralNoResponse, "the receiver's decision on the referral",
			r.Entry, r.Response, r.Reply).Since = r.MadeAt
	}
}

func (l *answers) concerns() {
	c := l.c
	for _, n := range c.Concerns {
		if !n.Entry.First.Occurred.IsZero() {
			seen := c.begins(n.Entry, c.happenedBy, c.within(c.in.Policy.Concern.Recorded))
			at := n.Entry.firstWritten()
			s := c.stopped(seen, n.Entry, func(*Item) time.Time { return at })
			l.stopped(RuleConcernRecordedLate, "recording of the concern", n.Entry, n.Entry, s)
		}
		if !n.Untriaged() && n.Beside == nil {
			l.stopped(RuleConcernWithoutTriage, "triage of the concern", n.Entry, n.Triage, n.Read)
		}
	}
}

// reviews of outcomes and risks: each look sets the day of the next.
func (l *answers) reviews() {
	c := l.c
	for _, o := range c.Outcomes {
		at := []*Thread{o.Entry}
		l.reviewedInTurn(RuleReviewOverdue, "review of the intended outcome",
			append(at, o.Reviews...), "next_review", c.nextReview)
	}
	for _, r := range c.Risks {
		l.reviewedInTurn(RuleRiskReview, "review of the risk", r.Updates, "review_on",
			c.nextReviewClock)
	}
}

// reviewedInTurn follows looks at a thing, the first of which began it. Each says when the next
// is due.
func (l *answers) reviewedInTurn(rule, what string, looks []*Thread, field string,
	next func(*Thread) begun,
) {
	for i, t := range looks[1:] {
		before := looks[i]
		if before.Str(field) == "none" || before.Str("state") == "resolved" {
			continue
		}
		l.doneOn(rule, what, looks[0], t, next(before))
	}
}

func (l *answers) actions() {
	for _, a := range l.c.Actions {
		if a.Done && !a.Due.IsZero() {
			l.stopped(RuleActionOverdue, "action: "+a.What, a.Entry, a.did, l.c.actionClock(a))
		}
	}
}

// endorsements: each level has its time from the one before it, on each version of which
// something was said. What is said a second time at a level changes nothing.
func (l *answers) endorsements() {
	for _, t := range l.c.threads {
		if len(t.Endorsement.Required) == 0 {
			continue
		}
		for _, v := range t.oldestFirst() {
			l.endorsementsOf(t, v)
		}
	}
}

func (l *answers) endorsementsOf(t *Thread, version *Item) {
	c, required := l.c, t.Endorsement.Required
	asked := asked(t, version, t.Endorsement.Given)
	var signed []policy.Signed
	given := map[string]time.Time{} // each given level, and when
	for _, g := range t.Endorsement.Given {
		missing := version.Request.Missing(c.in.Policy, t.Kind, signed)
		if g.of != version || !g.valid || len(missing) == 0 {
			continue
		}
		level := g.Level
		if !slices.Contains(missing, level) { // a senior stands in for the line
			level = missing[0]
		}
		since := asked
		for before, at := range given {
			if comesBefore(required, before, level) && at.After(since) {
				since = at
			}
		}
		due := EndorseBy(c.in.Policy, since, level)
		d := l.done(RuleNotEndorsedInTime, level+" endorsement of the "+t.Kind, t, nil, due, g.At)
		d.Since, d.Role, d.AnsweredBy = since, level, g.By
		given[level] = g.At
		signed = append(signed, policy.Signed{Level: g.Level, By: g.By})
	}
}

func (l *answers) supervisions() {
	c := l.c
	if c.Docket == nil {
		return
	}
	from := c.Docket.Opened.At(c.zone)
	for _, t := range c.of(record.KindSupervision) {
		l.done(RuleSupervisionOverdue, "supervision of the case", t, t,
			c.in.Policy.Calendar().Due(from, c.in.Policy.Supervision), c.occurred(t.Entry))
		from = c.occurred(t.Entry)
	}
}

// requests: answers to subject access, transfers, tests of hypotheses.
func (l *answers) requests() {
	c := l.c
	for _, a := range c.Access {
		first := firstAnswer(a.Disclosures)
		l.stopped(RuleAccessLate, "answer to the subject access request", a.Entry, first, a.Clock)
	}
	for _, tr := range c.Transfers {
		if tr.Entry != nil && !tr.SendBy.IsZero() {
			s := c.stopped(tr.need, tr.Entry, c.saidAt(tr.Entry, "sent_at"))
			l.stopped(RuleTransferLate, "sending the records to the next agency", tr.Entry,
				tr.Entry, s)
		}
		if tr.Receipt != nil {
			l.stopped(RuleNoReceipt, receiptOfRecords, tr.Entry, tr.Receipt, tr.Receipted)
		}
	}
	for _, t := range c.threads {
		if by := c.tested(t); by != nil {
			for _, day := range t.TestDays() {
				at := c.endOf(day)
				l.doneOn(RuleUntested, "test of the hypothesis", t, by,
					begun{due: at, current: at})
			}
		}
	}
}
