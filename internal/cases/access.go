package cases

import (
	"fmt"
	"slices"

	"casefile/internal/policy"
	"casefile/internal/record"
)

// Access is a subject access request with its clock.
type Access struct {
	Entry  *Thread
	Starts record.Date // the day from which the time is counted; zero = not yet
	Due    record.Date // zero = the clock stands still
	Steps  []string    // how Due came about, in words
	Clarifications, Extensions,
	Disclosures []*Thread
	ClosedOn record.Date // the day of the first disclosure; zero = not answered
	Overdue  bool        // not answered, and past its day

	facts policy.AccessFacts
}

// Open reports whether the request still waits for its answer.
func (a *Access) Open() bool { return a.ClosedOn.IsZero() }

// lateDays is by how many days the answer came, or has not come, after its day.
func (a *Access) lateDays(today record.Date) int {
	end := a.ClosedOn
	if a.Open() {
		end = today
	}
	if a.Due.IsZero() {
		return 0
	}
	return max(a.Due.DaysUntil(end), 0)
}

// access reads each request with what was asked, told and given. A request is
// answered by the first disclosure that links it.
func (c *Case) access() {
	requests := c.of(record.KindAccessRequest)
	slices.SortStableFunc(requests, byWritten)
	for _, t := range requests {
		a := &Access{Entry: t,
			Clarifications: c.linking(t, "request", record.KindAccessClarification),
			Extensions:     c.linking(t, "request", record.KindAccessExtension),
			Disclosures:    c.linking(t, "request", record.KindAccessDisclosure)}
		a.facts = accessFacts(a)
		a.Starts = policy.AccessStart(c.in.Policy, a.facts)
		a.Due, a.Steps = policy.AccessDue(c.in.Policy, a.facts)
		if first, at := c.earliest(a.Disclosures, "sent_on"); first != nil {
			a.ClosedOn = c.day(at)
		}
		a.Overdue = a.Open() && !a.Due.IsZero() && Passed(c.endOf(a.Due), c.Now) > 0
		c.Access = append(c.Access, a)
	}
}

func accessFacts(a *Access) policy.AccessFacts {
	f := policy.AccessFacts{Received: a.Entry.Date("received_on"), Identity: a.Entry.Date("identity_received_on"),
		AwaitsIdentity: a.Entry.Str("identity") == "asked_for"}
	for _, t := range a.Clarifications {
		if !a.answeredApart(t) {
			f.Clarifications = append(f.Clarifications, policy.Pause{From: t.Date("asked_on"), To: t.Date("answered_on")})
		}
	}
	for _, t := range a.Extensions {
		f.Extensions = append(f.Extensions, policy.Extension{Notified: t.Date("notified_on"), Until: t.Date("until")})
	}
	return f
}

// Unanswered are the clarifications that nobody has answered: neither in the entry
// itself, nor in a second one.
func (a *Access) Unanswered() []*Thread {
	var out []*Thread
	for _, t := range a.Clarifications {
		if t.Date("answered_on").IsZero() && !a.answeredApart(t) {
			out = append(out, t)
		}
	}
	return out
}

// answeredApart reports whether an open question is answered by a second entry: one that
// names the same day of asking, and the day of the answer.
func (a *Access) answeredApart(asked *Thread) bool {
	if !asked.Date("answered_on").IsZero() {
		return false
	}
	return slices.ContainsFunc(a.Clarifications, func(t *Thread) bool {
		return t.Date("asked_on") == asked.Date("asked_on") && !t.Date("answered_on").IsZero()
	})
}

// accessDeadlines run whether or not the case is open.
func (c *Case) accessDeadlines() {
	for _, a := range c.Access {
		if a.Open() && !a.Due.IsZero() {
			c.deadline(RuleAccessOverdue, "answer to the subject access request", a.Entry, c.endOf(a.Due), RoleRecords)
		}
	}
}

// accessFindings are about extensions that do not hold.
func (c *Case) accessFindings() {
	for _, a := range c.Access {
		notice, longest := policy.AccessNotice(c.in.Policy, a.facts), policy.AccessLongest(c.in.Policy, a.facts)
		for _, t := range a.Extensions {
			if told := t.Date("notified_on"); !notice.IsZero() && told.After(notice) {
				c.find(t.Entry, RuleExtensionLate, fmt.Sprintf("the person was told on %s, and had to be told by %s: the extension does not count", told, notice), "answer the request now")
			}
			if until := t.Date("until"); !longest.IsZero() && until.After(longest) {
				c.find(t.Entry, RuleExtensionLong, fmt.Sprintf("extended until %s, and the time ends on %s at the latest", until, longest), "tell the person the right day, and amend the entry")
			}
		}
	}
}
