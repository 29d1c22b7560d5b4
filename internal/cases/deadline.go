package cases

import (
	"cmp"
	"slices"
	"time"

	"casefile/internal/match"
	"casefile/internal/policy"
	"casefile/internal/record"
)

// deadlines lists everything that must be done by an instant, the most urgent first. Of a
// case that has ended these are the clocks that run on.
func (c *Case) deadlines() {
	c.accessDeadlines()
	c.transferDeadlines()
	c.endorsementDeadlines()
	c.forkDeadlines()
	c.concernDeadlines()
	c.categoryDeadlines()
	c.referralDeadlines()
	c.holdDeadlines()
	c.earlyDeadlines()
	c.planDeadlines()
	c.contactDeadline()
	c.caseDeadlines()
	c.testDeadlines()
	c.unknownDeadlines()
	if !c.live() {
		c.Deadlines = slices.DeleteFunc(c.Deadlines, func(d Deadline) bool {
			return !runsOn(d.Rule)
		})
	}
	slices.SortStableFunc(c.Deadlines, func(a, b Deadline) int {
		return cmp.Or(a.Due.Compare(b.Due), cmp.Compare(a.Rule, b.Rule))
	})
}

// deadline notes one that is open, and gives it to be completed.
func (c *Case) deadline(rule, what string, t *Thread, due time.Time, role string) *Deadline {
	c.Deadlines = append(c.Deadlines, c.clockOf(rule, what, t, due, role))
	return &c.Deadlines[len(c.Deadlines)-1]
}

// clockOf returns a deadline about an entry, or about the case if t is nil. It counts from the
// recording of the entry unless something else is said. Its words go into lists and calendars, so
// they hold no protected address.
func (c *Case) clockOf(rule, what string, t *Thread, due time.Time, role string) Deadline {
	what = c.shield.Cover(what)
	d := Deadline{What: what, Task: what, Ref: record.Ref{Case: c.ID}, Due: due, Rule: rule,
		Role: role}
	if t != nil {
		d.Ref, d.First, d.Short, d.Kind = t.Ref(), t.First.ID, c.Short(t.ID), t.Kind
		d.Since = t.startedAt()
	}
	if role == RoleKeyWorker && c.Docket != nil && c.Docket.Status == record.Intake {
		d.Role = RoleLead // who reads it while it has no key worker
	}
	d.Day = c.in.Policy.Calendar().LastOf(due)
	return d
}

// passed reports whether an open deadline of a rule has passed.
func (c *Case) passed(rule string) bool {
	return slices.ContainsFunc(c.Deadlines, func(d Deadline) bool {
		return d.Rule == rule && c.hour.late(d.Due) > 0
	})
}

// endOf returns the last instant of a day in the agency's zone.
func (c *Case) endOf(d record.Date) time.Time { return c.in.Policy.Calendar().EndOf(d) }

func (c *Case) referralDeadlines() {
	for _, r := range c.Referrals {
		if r.Confirmation.Runs() {
			c.deadline(RuleReferralUnconfirmed, "written confirmation of the referral", r.Entry,
				r.Confirmation.Due, RoleKeyWorker).Since = r.MadeAt
		}
		if r.Reply.Runs() {
			c.deadline(RuleReferralNoResponse, "the receiver's decision on the referral", r.Entry,
				r.Reply.Due, RoleKeyWorker).Since = r.MadeAt
		}
	}
}

func (c *Case) concernDeadlines() {
	for _, n := range c.Concerns {
		if n.Untriaged() && n.Beside == nil {
			d := c.deadline(RuleConcernWithoutTriage, "triage of the concern", n.Entry, n.Due,
				RoleLead)
			if who := c.SeenBy(n); who != "" {
				d.What += ", seen by " + who
			}
		}
	}
}

func (c *Case) planDeadlines() {
	for _, r := range c.OpenRisks() {
		c.deadline(RuleRiskReview, "review of the risk", r.Latest, c.endOf(r.ReviewOn),
			RoleKeyWorker)
	}
	for _, o := range c.Outcomes {
		if !o.NextReview.IsZero() {
			c.deadline(RuleReviewOverdue, "review of the intended outcome", o.Entry,
				c.endOf(o.NextReview), RoleKeyWorker)
		}
	}
	for _, a := range c.openActions() {
		if !a.Due.IsZero() {
			d := c.deadline(RuleActionOverdue, "action: "+a.What, a.Entry, c.endOf(a.Due),
				RoleKeyWorker)
			d.Task, d.Member = "action", c.actor(a)
		}
	}
}

// actor returns the one member whom an action names, by ID or by name as somebody else writes it;
// "" where it names nobody of the team, or two.
func (c *Case) actor(a *Action) string {
	var named []string
	for member, name := range c.in.Names {
		if member == a.Who || match.Same(name, a.Who) {
			named = append(named, member)
		}
	}
	if len(named) == 1 {
		return named[0]
	}
	return ""
}

// contactDeadline adds the day of the next contact, as the newest contact that names one says it.
// Any contact on that day or after it meets the deadline.
func (c *Case) contactDeadline() {
	contacts := c.of(record.KindContact)
	for i, t := range slices.Backward(contacts) {
		if t.Str("next_contact") == "" {
			continue
		}
		next := c.dayOrNone(c.planned(t, dayOf("next_contact")).due)
		last := contacts[len(contacts)-1]
		if !next.IsZero() && c.day(last.lastInstant(c.zone)).Before(next) {
			c.deadline(RuleNextContact, "the next contact", contacts[i], c.endOf(next),
				RoleKeyWorker)
		}
		return
	}
}

func (c *Case) endorsementDeadlines() {
	for _, t := range c.threads {
		if e := t.Endorsement; !e.Due.IsZero() {
			c.deadline(RuleNotEndorsedInTime, e.Missing[0]+" endorsement of the "+t.Kind, t, e.Due,
				e.Missing[0]).Since = e.WaitingSince
		}
	}
}

// Acceptance returns the clock of an intake, which its docket alone tells. It has no key worker for
// at most one working day, the longest that a concern may wait unread.
func Acceptance(d *record.Docket, p *policy.Policy) Deadline {
	opened := d.Opened.At(p.Zone())
	due := p.Calendar().AddWorkingDays(opened, 1)
	return Deadline{What: "acceptance of the intake", Task: "acceptance of the intake",
		Ref: record.Ref{Case: d.Case}, Since: opened, Due: due,
		Day: record.DateOf(due.In(p.Zone())), Rule: RuleIntakeTooLong, Role: RoleLead}
}

// caseDeadlines adds the deadlines of the case as a whole.
func (c *Case) caseDeadlines() {
	cal, p := c.in.Policy.Calendar(), c.in.Policy
	if c.Docket == nil {
		return
	}
	opened := c.Docket.Opened.At(c.zone)
	if c.Docket.Status == record.Intake {
		c.Deadlines = append(c.Deadlines, Acceptance(c.Docket, p))
		return
	}
	from := opened
	if all := c.of(record.KindSupervision); len(all) > 0 {
		// another agency's came before
		if last := c.occurred(all[len(all)-1].Entry); last.After(from) {
			from = last
		}
	}
	c.deadline(RuleSupervisionOverdue, "supervision of the case", nil, cal.Due(from, p.Supervision),
		RoleKeyWorker).Since = from
	if c.LastEntry != nil {
		from := c.LastEntry.since()
		c.deadline(RuleDormant, "the next entry of the case", nil, cal.Due(from, p.Dormant),
			RoleKeyWorker).Since = from
	}
}
