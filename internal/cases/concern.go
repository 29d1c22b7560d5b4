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
		triages := c.linking(t, record.KindConcern, record.KindTriage)
		n.Triage = firstAnswer(triages)
		n.Read = c.readClock(n)
		for _, answer := range triages {
			n.Action = cmp.Or(n.Action, known(answer.Action))
		}
		c.Concerns = append(c.Concerns, n)
	}
}

// readClock is the clock of a concern, until its triage says that it was read.
func (c *Case) readClock(n *Concern) ClockState {
	return c.stopped(begun{due: n.Due, standing: n.Due}, n.Triage, c.saidAt(n.Triage, "read_at"))
}

// Untriaged reports whether nobody has recorded yet that they read the concern.
func (n *Concern) Untriaged() bool { return n.Triage == nil }

// Unfinished reports whether a concern lacks its triage, or what came of it.
func (n *Concern) Unfinished() bool { return n.Untriaged() || n.Action == "" }

// inaction reports whether a concern was triaged, and nothing came of it: neither an action
// nor a reason for none.
func (n *Concern) inaction() bool { return !n.Untriaged() && n.Action == "" }

// ToTriage are the entries of the concerns that nobody has triaged.
func (c *Case) ToTriage() []*Thread {
	var out []*Thread
	for _, n := range c.Concerns {
		if n.Untriaged() {
			out = append(out, n.Entry)
		}
	}
	return out
}

// AboutOf is whom a concern is about, as a profile that has their name and no more, to be
// compared with the profiles of other cases.
func AboutOf(n *Concern) *record.Entry {
	return &record.Entry{Kind: record.KindProfile,
		Fields: map[string]any{"name": n.Entry.Str("about")}}
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
	if s == record.Unknown {
		return ""
	}
	return s
}

// ReadClock is by when a concern was to be read, and when it was; none where nobody has
// read it yet, or where an entry is no concern.
func (c *Case) ReadClock(t *Thread) (s ClockState, ok bool) {
	for _, n := range c.Concerns {
		if n.Entry == t && !n.Untriaged() {
			return n.Read, true
		}
	}
	return ClockState{}, false
}
