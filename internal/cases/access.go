package cases

import (
	"fmt"
	"slices"
	"time"

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

	Clock ClockState // until the answer, where its time runs

	facts policy.AccessFacts
}

// Open reports whether the request still waits for its answer.
func (a *Access) Open() bool { return a.ClosedOn.IsZero() }

// access reads each request for access with its clarifications, extensions and disclosure. The
// first disclosure that links to a request answers it.
func (c *Case) access() {
	requests := c.of(record.KindAccessRequest)
	slices.SortStableFunc(requests, byWritten)
	for _, t := range requests {
		a := &Access{Entry: t,
			Clarifications: c.linking(t, "request", record.KindAccessClarification),
			Extensions:     c.linking(t, "request", record.KindAccessExtension),
			Disclosures:    c.linking(t, "request", record.KindAccessDisclosure)}
		current, corrections := c.accessFacts(a)
		a.Starts = policy.AccessStart(c.in.Policy, a.facts)
		a.Due, a.Steps = policy.AccessDue(c.in.Policy, a.facts)
		a.close(c, current, corrections)
		c.Access = append(c.Access, a)
	}
}

// close stops the clock of a request at the answer that was recorded first.
func (a *Access) close(c *Case, current policy.AccessFacts, corrections []Correction) {
	first := firstAnswer(a.Disclosures)
	sent := c.saidAt(first, "sent_on")
	b := begun{due: c.endOrNone(a.Due)}
	stands, _ := policy.AccessDue(c.in.Policy, current)
	if b.current = c.endOrNone(stands); !b.current.Equal(b.due) {
		b.corrections = corrections
	}
	a.Clock = c.stopped(b, first, sent)
	if first != nil { // also where no time ran
		a.ClosedOn = c.day(latestOf(readings(first, sent)))
	}
	a.Overdue = a.Clock.Overdue()
}

// endOrNone returns the last instant of a day, none where there is no day.
func (c *Case) endOrNone(d record.Date) time.Time {
	if d.IsZero() {
		return time.Time{}
	}
	return c.endOf(d)
}

// accessFacts sets the days of a request. For each day the version counts that leaves the least
// time. It also returns the days by the standing texts, and the corrections between the two. A
// request for proof of identity is an act of its own, and no correction.
func (c *Case) accessFacts(a *Access) (current policy.AccessFacts, corrections []Correction) {
	read := func(t *Thread, field string, latest bool) dayRead {
		d := c.dayRead(t, field, latest)
		corrections = merged(corrections, d.correction)
		return d
	}
	received := read(a.Entry, "received_on", false)
	identity := read(a.Entry, "identity_received_on", false)
	a.facts = policy.AccessFacts{Received: received.worst, Identity: identity.worst,
		AwaitsIdentity: a.Entry.Str("identity") == "asked_for"}
	current = a.facts
	current.Received, current.Identity = received.current, identity.current
	for _, t := range a.Clarifications {
		if a.answeredApart(t) {
			continue
		}
		asked, told := read(t, "asked_on", true), read(t, "answered_on", false)
		a.facts.Clarifications = append(a.facts.Clarifications,
			policy.Pause{From: asked.worst, To: told.worst})
		current.Clarifications = append(current.Clarifications,
			policy.Pause{From: asked.current, To: told.current})
	}
	for _, t := range a.Extensions {
		if c.beforeItsCause(t, t.Item, "notified_on") {
			continue // nobody can be told of a longer time before they ask
		}
		told, until := read(t, "notified_on", true), read(t, "until", false)
		a.facts.Extensions = append(a.facts.Extensions,
			policy.Extension{Notified: told.worst, Until: until.worst})
		current.Extensions = append(current.Extensions,
			policy.Extension{Notified: told.current, Until: until.current})
	}
	return current, corrections
}

// Unanswered returns the clarifications that nobody has answered: neither in the entry itself, nor
// in a second one.
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
			c.deadline(RuleAccessOverdue, "answer to the subject access request", a.Entry,
				c.endOf(a.Due), RoleRecords)
		}
	}
}

// accessFindings reports extensions that do not count.
func (c *Case) accessFindings() {
	for _, a := range c.Access {
		notice, longest := policy.AccessNotice(c.in.Policy, a.facts),
			policy.AccessLongest(c.in.Policy, a.facts)
		for _, t := range a.Extensions {
			if told := t.Date("notified_on"); !notice.IsZero() && told.After(notice) {
				c.find(t.Entry, RuleExtensionLate,
					fmt.Sprintf("the person was told on %s, and had to be told by %s: the "+
						"extension does not count", told, notice), "answer the request now")
			}
			if until := t.Date("until"); !longest.IsZero() && until.After(longest) {
				c.find(t.Entry, RuleExtensionLong,
					fmt.Sprintf("extended until %s, and the time ends on %s at the latest", until,
						longest), "tell the person the right day, and amend the entry")
			}
		}
	}
}
