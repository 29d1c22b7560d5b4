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
		r := &Referral{Entry: t, Out: t.Str("direction") == "out", To: t.Str("to"),
			Method: t.Str("method")}
		r.Other = agencyPerson(t.Map("referrer"))
		if r.Out {
			r.Other = agencyPerson(t.Map("receiver"))
		}
		r.MadeAt = c.latest(t.Str("made_at"), t.First.FirstRecorded())
		var confirmed, decided time.Time
		answers := func(kind string) []*Thread { return c.linking(t, record.KindReferral, kind) }
		r.Escalated = answers(record.KindEscalation)
		r.Confirmed, confirmed = c.earliest(answers(record.KindReferralConfirmation), "sent_at")
		r.Response, decided = c.earliest(answers(record.KindReferralResponse), "decided_at")
		if r.toSocialServices() {
			if r.byVoice() {
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

// toSocialServices reports whether the clocks of policy run for a referral: it goes out, to
// social services.
func (r *Referral) toSocialServices() bool { return r.Out && r.To == "social_services" }

// byVoice reports whether a referral may have been made by voice, so that writing must
// follow. A method that nobody knows may have been the voice.
func (r *Referral) byVoice() bool { return r.Method != "written" }

// confirmable reports whether a referral of ours may be confirmed in writing: it may have
// been made by voice, to any receiver, and was not confirmed. That it must be, and by when,
// its clock Confirmation says, which runs for social services alone.
func (r *Referral) confirmable() bool { return r.Out && r.byVoice() && r.Confirmed == nil }

// awaitsDecision reports whether the receiver of a referral of ours has not answered, whoever
// they are. By when they must the clock Reply says, which runs for social services alone.
func (r *Referral) awaitsDecision() bool { return r.Out && r.Response == nil }

// decisionOverdue reports whether the decision on a referral of ours is overdue, so that it is
// followed up with somebody above its receiver.
func (r *Referral) decisionOverdue() bool { return r.Out && r.Reply.Overdue() }

// ToConfirm are the entries of the referrals that may be confirmed in writing.
func (c *Case) ToConfirm() []*Thread { return c.referred((*Referral).confirmable) }

// ToDecide are the entries of the referrals on which the receiver is to decide.
func (c *Case) ToDecide() []*Thread { return c.referred((*Referral).awaitsDecision) }

// ToEscalate are the entries of the referrals that are followed up.
func (c *Case) ToEscalate() []*Thread { return c.referred((*Referral).decisionOverdue) }

// referred are the entries of some referrals.
func (c *Case) referred(wanted func(*Referral) bool) []*Thread {
	var out []*Thread
	for _, r := range c.Referrals {
		if wanted(r) {
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
	if !r.decisionOverdue() {
		return ""
	}
	late := c.behind(r.Reply.Due, r.Reply.Late)
	return "no decision on the referral, " + late + " after it was due"
}
