package cases

import (
	"cmp"
	"strings"
	"time"

	"casefile/internal/record"
)

// referrals reads each referral with its answers. Two clocks run for a referral out to social
// services: for a confirmation in writing if it was made by voice, and for the receiver's decision.
func (c *Case) referrals() {
	for _, t := range c.of(record.KindReferral) {
		r := &Referral{Entry: t, Out: t.Str("direction") == "out", To: t.Str("to"),
			Method: t.Str("method")}
		r.Other = agencyPerson(t.Map("referrer"))
		if r.Out {
			r.Other = agencyPerson(t.Map("receiver"))
		}
		answers := func(kind string) []*Thread { return c.linking(t, record.KindReferral, kind) }
		r.Escalated = answers(record.KindEscalation)
		r.Confirmed = firstAnswer(answers(record.KindReferralConfirmation))
		r.Response = firstAnswer(answers(record.KindReferralResponse))
		c.referralClocks(r)
		c.Referrals = append(c.Referrals, r)
	}
}

// referralClocks sets the two clocks of a referral to social services. An amendment of when it was
// made, how, or to whom takes no clock away.
func (c *Case) referralClocks(r *Referral) {
	t, rules := r.Entry, c.in.Policy.Referral
	made := func(v *Item) time.Time {
		return t.First.noLater(c.latest(v.Str("made_at"), t.firstWritten()))
	}
	r.MadeAt = c.begins(t, made, c.within(rules.WrittenConfirmation)).from
	decision := c.begins(t, where(toSocialServices, made), c.within(rules.ReceiverDecision))
	voiced := c.begins(t, where(byVoiceToThem, made), c.within(rules.WrittenConfirmation))
	r.Confirmation = c.stopped(voiced, r.Confirmed, c.saidAt(r.Confirmed, "sent_at"))
	r.Reply = c.stopped(decision, r.Response, c.saidAt(r.Response, "decided_at"))
	r.Out = r.Out || !decision.due.IsZero() // one that is ours by any version
}

// where reads an instant of the versions of which something is true.
func where(is func(*Item) bool, of func(*Item) time.Time) func(*Item) time.Time {
	return func(v *Item) time.Time {
		if !is(v) {
			return time.Time{}
		}
		return of(v)
	}
}

// latest returns the last instant that a field allows. Where only the day of a referral is known,
// its clock starts at the end of that day. So nobody is called late who may have been in time.
func (c *Case) latest(field string, otherwise time.Time) time.Time {
	o, err := record.ParseOccurred(field)
	if err != nil {
		return otherwise
	}
	return o.Latest(c.zone)
}

// agencyPerson returns the words for somebody at an agency.
func agencyPerson(m map[string]any) string {
	who := cmp.Or(str(m, "name"), str(m, "role"))
	return strings.Trim(who+", "+str(m, "agency"), ", ")
}

// Outward returns the referral of ours to another agency that an entry is; nil for any other.
func (c *Case) Outward(t *Thread) *Referral {
	for _, r := range c.Referrals {
		if r.Entry == t && r.Out {
			return r
		}
	}
	return nil
}

// toSocialServices reports whether, by a version of a referral, the clocks of policy run:
// it goes out, to social services.
func toSocialServices(v *Item) bool {
	return v.Str("direction") == "out" && v.Str("to") == "social_services"
}

// byVoiceToThem reports whether, by a version, writing must follow as well.
func byVoiceToThem(v *Item) bool { return toSocialServices(v) && byVoice(v.Str("method")) }

// byVoice reports whether a referral may have been made by voice. A method that nobody
// knows may have been the voice.
func byVoice(method string) bool { return method != "written" }

// confirmable reports whether a referral of ours may be confirmed in writing: it may have been made
// by voice, to any receiver, and was not confirmed. Its clock Confirmation says whether and by when
// it must be. That clock runs for social services alone.
func (r *Referral) confirmable() bool {
	return r.Confirmation.Runs() || r.Out && byVoice(r.Method) && r.Confirmed == nil
}

// awaitsDecision reports whether the receiver of a referral of ours has not answered, whoever the
// receiver is. The clock Reply says by when they must. It runs for social services alone.
func (r *Referral) awaitsDecision() bool {
	return r.Reply.Runs() || r.Out && r.Response == nil
}

// decisionOverdue reports whether the decision on a referral of ours is overdue, so that it is
// followed up with somebody above its receiver.
func (r *Referral) decisionOverdue() bool { return r.Reply.Overdue() }

// ToConfirm returns the entries of the referrals that may be confirmed in writing.
func (c *Case) ToConfirm() []*Thread { return c.referred((*Referral).confirmable) }

// ToDecide returns the entries of the referrals on which the receiver is to decide.
func (c *Case) ToDecide() []*Thread { return c.referred((*Referral).awaitsDecision) }

// ToEscalate returns the entries of the referrals that are followed up.
func (c *Case) ToEscalate() []*Thread { return c.referred((*Referral).decisionOverdue) }

// referred returns the entries of some referrals.
func (c *Case) referred(wanted func(*Referral) bool) []*Thread {
	var out []*Thread
	for _, r := range c.Referrals {
		if wanted(r) {
			out = append(out, r.Entry)
		}
	}
	return out
}

// Receiver returns the agency that a referral of ours went to; "" where nobody wrote it.
func (r *Referral) Receiver() string {
	agency, _ := r.Entry.Map("receiver")["agency"].(string)
	return agency
}

// EscalationReason returns the reason that the record itself has for an escalation; "" while the
// receiver's decision is not overdue.
func (c *Case) EscalationReason(r *Referral) string {
	if !r.decisionOverdue() {
		return ""
	}
	late := c.behind(r.Reply.Due, r.Reply.Late)
	return "no decision on the referral, " + late + " after it was due"
}
