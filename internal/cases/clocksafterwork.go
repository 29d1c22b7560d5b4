package cases

import (
	"slices"

	"casefile/internal/record"
)

// ClockAfterWork says whether a clock runs on when work on a case has ended: when the case is
// closed, transferred or being disposed of.
type ClockAfterWork struct {
	Rule   string
	RunsOn bool
	Why    string
}

// ClocksAfterWork returns all clocks. What somebody waits for, or was promised, runs on whatever
// the status of a case. What is a rhythm of live work ends with the work.
func ClocksAfterWork() []ClockAfterWork {
	return []ClockAfterWork{
		{RuleConcernWithoutTriage, true, "a child may be in danger, and nobody has read it"},
		{RuleCategoryUnknown, true, "how long the case is kept hangs on it"},
		{RuleReferralUnconfirmed, true, "another agency was told by voice, and has nothing in " +
			"writing"},
		{RuleReferralNoResponse, true, "a child waits for another agency's decision"},
		{RuleActionOverdue, true, "somebody said that they would do it"},
		{RuleHoldReview, true, "a hold keeps the case until somebody looks at it"},
		{RuleAccessOverdue, true, "a person waits for the answer, and law sets the day"},
		{RuleTransferOverdue, true, "the next agency waits for the records"},
		{RuleTransferReview, true, "the next agency may wait for the records"},
		{RuleNoReceipt, true, "nobody knows yet that the records came"},
		{RuleNotEndorsedInTime, true, "what was decided has nobody behind it"},
		{RuleBeforeCause, true, "nobody knows yet whether an answer came in time"},
		{RuleApart, true, "texts disagree, and nobody knows which of them is true"},
		{RuleIntakeTooLong, false, "an intake that was closed is accepted by nobody"},
		{RuleRiskReview, false, "the closure says what is left of each risk"},
		{RuleReviewOverdue, false, "the closure looks back on each outcome"},
		{RuleNextContact, false, "service has ended"},
		{RuleSupervisionOverdue, false, "there is no work to talk over"},
		{RuleDormant, false, "nothing is expected to happen"},
		{RuleUntested, false, "the assessment that it belongs to has ended"},
		{RuleUnknownFact, false, "what retention needs of it keeps the case by itself"},
	}
}

// runsOn reports whether a clock runs on; one that is not listed does.
func runsOn(rule string) bool {
	all := ClocksAfterWork()
	i := slices.IndexFunc(all, func(l ClockAfterWork) bool { return l.Rule == rule })
	return i < 0 || all[i].RunsOn
}

// holdDeadlines adds the days on which holds in force are to be looked at again. Any later entry
// that links to the hold is a look, and may name the next day. A release ends it.
func (c *Case) holdDeadlines() {
	for _, t := range c.of(record.KindHold) {
		looks := c.looksAt(t)
		last := looks[len(looks)-1]
		next := c.planned(last, dayOf("review_on"))
		if c.holdsAs(t) && !next.due.IsZero() {
			c.deadline(RuleHoldReview, "review of the hold", t, next.due, RoleRecords)
		}
	}
}

// holdsAs reports whether a text itself is among the holds in force.
func (c *Case) holdsAs(t *Thread) bool {
	return slices.ContainsFunc(c.Holds, func(h *Hold) bool { return h.Entry == t })
}

// holdReview returns the day on which a hold is to be looked at again, zero for none.
func (c *Case) holdReview(t *Thread) record.Date {
	looks := c.looksAt(t)
	return looks[len(looks)-1].Date("review_on")
}

// looksAt returns a hold and all later entries that link to it, a release among them.
func (c *Case) looksAt(hold *Thread) []*Thread {
	return append([]*Thread{hold}, c.followers(hold)...)
}

// holds: each look at a hold sets the day of the next.
func (l *answers) holds() {
	for _, t := range l.c.of(record.KindHold) {
		looks := l.c.looksAt(t)
		for i, by := range looks[1:] {
			if next := l.c.planned(looks[i], dayOf("review_on")); !next.due.IsZero() {
				l.doneOn(RuleHoldReview, "review of the hold", t, by, next)
			}
		}
	}
}
