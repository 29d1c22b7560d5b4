package cases

import (
	"fmt"
	"time"

	"casefile/internal/record"
)

// succession is an act that another must have come before: a referral is confirmed after
// it was made. Both are times of acts, never of their recording.
type succession struct {
	effect, at string // the kind of the effect, and its field
	relation   string // the link from the effect to the cause; "" = one entry has both
	cause, of  string // the kind of the cause, and its field
}

// occurredField is the time of an entry that has it in common with every other.
const occurredField = "occurred"

// successions returns all of them. Writing, validate and the clocks read this list.
func successions() []succession {
	const request = "request"
	return []succession{
		{record.KindTriage, "read_at", record.KindConcern, record.KindConcern, occurredField},
		{record.KindReferralConfirmation, "sent_at", record.KindReferral, record.KindReferral,
			"made_at"},
		{record.KindReferralResponse, "decided_at", record.KindReferral, record.KindReferral,
			"made_at"},
		{record.KindEscalation, occurredField, record.KindReferral, record.KindReferral, "made_at"},
		{record.KindActionResult, "at", record.KindAction, record.KindAction, occurredField},
		{record.KindTransferReceipt, "received_at", record.KindTransfer, record.KindTransfer,
			"sent_at"},
		{record.KindAccessClarification, "asked_on", request, record.KindAccessRequest,
			"received_on"},
		{record.KindAccessClarification, "answered_on", "", record.KindAccessClarification,
			"asked_on"},
		{record.KindAccessExtension, "notified_on", request, record.KindAccessRequest,
			"received_on"},
		{record.KindAccessDisclosure, "sent_on", request, record.KindAccessRequest, "received_on"},
	}
}

// timeOf returns the time that a version gives in a field. It returns nothing if the field is
// missing or unknown.
func timeOf(v *Item, field string) (record.Occurred, bool) {
	if field == occurredField {
		return v.Occurred, !v.Occurred.IsZero() && v.Str(field) != record.Unknown
	}
	o, err := record.ParseOccurred(v.Str(field))
	return o, err == nil
}

// notBefore returns the first instant at which what a thread tells of can have been, by the version
// that puts it earliest. Zero where any version leaves it open: a time that nobody knows
// contradicts nothing. Versions written after known are not asked, except the first; nil asks all.
func (c *Case) notBefore(t *Thread, field string, known *Item) time.Time {
	var first time.Time
	for _, v := range t.oldestFirst() {
		if known != nil && v != t.First && writtenOrder(v, known) > 0 {
			continue
		}
		o, said := timeOf(v, field)
		if !said || o.About {
			return time.Time{}
		}
		if at := o.Earliest(c.zone); first.IsZero() || at.Before(first) {
			first = at
		}
	}
	return first
}

// tooEarly returns the field of a version that is before its cause, and the cause. It does so only
// if the last instant that the effect allows is before the first that the cause allows. So a day
// alone is not before an hour of that day. `about` and `unknown` are never too early.
func (c *Case) tooEarly(
	t *Thread, v *Item, s succession, known *Item,
) (before time.Time, cause *Thread) {
	if t.Kind != s.effect {
		return before, nil
	}
	o, said := timeOf(v, s.at)
	if !said || o.About {
		return before, nil
	}
	causes := []*Thread{t}
	if s.relation != "" {
		causes = c.linked(t, s.relation)
	}
	for _, to := range causes {
		first := c.notBefore(to, s.of, known)
		if to.Kind == s.cause && !first.IsZero() && o.Latest(c.zone).Before(first) {
			return first, to
		}
	}
	return before, nil
}

// beforeItsCause reports whether a version puts the time of a field before that of its cause. Only
// texts count that were written by the time of the answer. A later text can't make the answer
// possible, and so can't improve a clock.
func (c *Case) beforeItsCause(t *Thread, v *Item, field string) bool {
	for _, s := range successions() {
		if s.at != field {
			continue
		}
		if _, cause := c.tooEarly(t, v, s, t.First); cause != nil {
			return true
		}
	}
	return false
}

// Early is a text that stands and puts an answer before its question.
type Early struct {
	Answer *Thread
	Words  string // sent_at is …, before the referral that it answers: …
}

// Early lists those texts.
func (c *Case) Early() []Early {
	var out []Early
	for _, t := range c.threads {
		for _, v := range t.Newest() {
			out = append(out, c.early(t, v)...)
		}
	}
	return out
}

// early returns the times that one version puts too early.
func (c *Case) early(t *Thread, v *Item) []Early {
	var out []Early
	for _, s := range successions() {
		first, cause := c.tooEarly(t, v, s, nil)
		if cause == nil {
			continue
		}
		about := "the " + cause.Kind + " that it answers"
		if cause == t {
			about = s.of
		}
		o, _ := timeOf(v, s.at)
		out = append(out, Early{t, fmt.Sprintf("%s is %s, before %s: %s", s.at, o, about,
			first.In(c.zone).Format("2006-01-02 15:04"))})
	}
	return out
}

// earlyFindings say so of each.
func (c *Case) earlyFindings() {
	for _, e := range c.Early() {
		c.find(e.Answer.Entry, RuleBeforeCause, e.Words,
			"give the time at which it was, or amend the one that is wrong; "+
				"no answer counts from before its question")
	}
}

// earlyDeadlines: it is settled by the end of the next working day. No source names a time.
func (c *Case) earlyDeadlines() {
	for _, e := range c.Early() {
		due := c.in.Policy.Calendar().AddWorkingDays(e.Answer.Recorded, 1)
		what := "look at the times of the " + e.Answer.Kind + ", which lies before what it answers"
		c.deadline(RuleBeforeCause, what, e.Answer, due, RoleKeyWorker).Since = e.Answer.Recorded
	}
}
