package cases

import (
	"cmp"
	"slices"

	"casefile/internal/record"
)

// concerns reads each concern. It is finished only when somebody has triaged
// it, and there is an action or a reason for none.
func (c *Case) concerns() {
	rules := c.in.Policy.Concern
	for _, t := range c.of(record.KindConcern) {
		n := &Concern{Entry: t, Immediate: t.Str("immediate_danger")}
		span := rules.TriageImmediate // also while nobody knows
		if n.Immediate == "no" {
			span = rules.TriageOtherwise
		}
		n.Due = c.in.Policy.Calendar().Due(t.First.FirstRecorded(), span)
		n.Action = known(cmp.Or(t.Action, t.Str("reason_for_none")))
		triages := c.linking(t, "concern", record.KindTriage)
		n.Triage, _ = c.earliest(triages, "read_at")
		for _, answer := range triages {
			n.Action = cmp.Or(n.Action, known(answer.Action))
		}
		c.Concerns = append(c.Concerns, n)
	}
}

// RaisedBy is the member who recorded a concern, also where a lead has filed it from
// an intake since. Who recorded it in another agency is no member here.
func (n *Concern) RaisedBy() string {
	for _, o := range slices.Backward(n.Entry.First.Origin) {
		if o.Agency == "" && o.By != "" {
			return o.By
		}
	}
	return n.Entry.First.Author
}

// known is a text that says something, or "".
func known(s string) string {
	if s == "unknown" {
		return ""
	}
	return s
}

// ReadClock is by when a concern was to be read, and when it was; none where nobody has
// read it yet, or where an entry is no concern.
func (c *Case) ReadClock(t *Thread) (s ClockState, ok bool) {
	for _, n := range c.Concerns {
		if n.Entry != t || n.Triage == nil {
			continue
		}
		s := ClockState{Due: n.Due, Done: n.Triage.First.Recorded}
		if at, ok := n.Triage.Point("read_at"); ok && !at.Time.IsZero() {
			s.Done = at.Time
		}
		s.Late = max(s.Done.Sub(s.Due), 0)
		return s, true
	}
	return ClockState{}, false
}
