package cases

import (
	"cmp"
	"strings"
	"time"

	"casefile/internal/policy"
	"casefile/internal/record"
)

// referrals reads each referral with what came back. Two clocks run for one
// that goes out to social services: a confirmation in writing where it was
// made by voice, and the receiver's decision.
func (c *Case) referrals() {
	for _, t := range c.of(record.KindReferral) {
		r := &Referral{Entry: t, Out: t.Str("direction") == "out", To: t.Str("to"), Method: t.Str("method")}
		r.Other = agencyPerson(t.Map("referrer"))
		if r.Out {
			r.Other = agencyPerson(t.Map("receiver"))
		}
		r.MadeAt = c.latest(t.Str("made_at"), t.First.FirstRecorded())
		r.Escalated = c.linking(t, "referral", record.KindEscalation)
		var confirmed, decided time.Time
		r.Confirmed, confirmed = c.earliest(c.linking(t, "referral", record.KindReferralConfirmation), "sent_at")
		r.Response, decided = c.earliest(c.linking(t, "referral", record.KindReferralResponse), "decided_at")
		if r.Out && r.To == "social_services" {
			if r.Method != "written" {
				r.Confirmation = c.clock(r.MadeAt, c.in.Policy.Referral.WrittenConfirmation, confirmed)
			}
			r.Reply = c.clock(r.MadeAt, c.in.Policy.Referral.ReceiverDecision, decided)
		}
		c.Referrals = append(c.Referrals, r)
	}
}

// latest is the last instant that a field allows. Where only the day of a
// referral is known its clock starts when that day ends, so that nobody is
// called late who may have been in time.
func (c *Case) latest(field string, otherwise time.Time) time.Time {
	o, err := record.ParseOccurred(field)
	if err != nil {
		return otherwise
	}
	return o.Latest(c.zone)
}

// earliest is the first of some answers, and the first instant that it allows.
func (c *Case) earliest(answers []*Thread, field string) (*Thread, time.Time) {
	var first *Thread
	var at time.Time
	for _, t := range answers {
		when := t.First.FirstRecorded()
		if p, ok := t.Point(field); ok {
			when = p.Instant(c.zone)
		}
		if first == nil || when.Before(at) {
			first, at = t, when
		}
	}
	return first, at
}

func (c *Case) clock(from time.Time, span policy.Span, done time.Time) ClockState {
	s := ClockState{Due: c.in.Policy.Calendar().Due(from, span), Done: done}
	end := done
	if end.IsZero() {
		end = c.Now
	}
	s.Late = Passed(s.Due, end)
	return s
}

// agencyPerson is somebody at an agency, in words.
func agencyPerson(m map[string]any) string {
	who := cmp.Or(str(m, "name"), str(m, "role"))
	return strings.Trim(who+", "+str(m, "agency"), ", ")
}

// Outward is the referral of ours to another agency that an entry is; nil for any other.
func (c *Case) Outward(t *Thread) *Referral {
	for _, r := range c.Referrals {
		if r.Entry == t && r.Out {
			return r
		}
	}
	return nil
}

// Lacking are the entries of those referrals of ours that still lack something.
func (c *Case) Lacking(lacks func(*Referral) bool) []*Thread {
	var out []*Thread
	for _, r := range c.Referrals {
		if r.Out && lacks(r) {
			out = append(out, r.Entry)
		}
	}
	return out
}

// Receiver is the agency that a referral of ours went to; "" where nobody wrote it.
func (r *Referral) Receiver() string {
	agency, _ := r.Entry.Map("receiver")["agency"].(string)
	return agency
}

// EscalationReason is the reason that the record itself has for an escalation; "" while
// the receiver's decision is not overdue.
func (c *Case) EscalationReason(r *Referral) string {
	if !r.Reply.Overdue() {
		return ""
	}
	return "no decision on the referral, " + c.behind(r.Reply.Due, r.Reply.Late) + " after it was due"
}
