package cases

import (
	"cmp"
	"slices"
	"strings"

	"casefile/internal/record"
)

// concerns reads each concern. It is finished only when somebody who may has triaged
// it, and there is an action or a reason for none. What others say of the same matter
// stands beside it, and one triage reads both.
func (c *Case) concerns() {
	var all []*matter
	of := map[*Thread]*matter{}
	for _, t := range c.of(record.KindConcern) {
		root := c.matterOf(t)
		if of[root] == nil {
			of[root] = &matter{root: root}
			all = append(all, of[root])
		}
		of[root].texts = append(of[root].texts, t)
		of[t] = of[root]
	}
	for _, m := range all {
		c.read(m)
	}
	for _, t := range c.of(record.KindConcern) {
		c.Concerns = append(c.Concerns, c.concernIn(of[t], t))
	}
}

// concernIn returns one text about a matter, and its follow-up.
func (c *Case) concernIn(m *matter, t *Thread) *Concern {
	n := &Concern{Entry: t, Triage: m.triage, Read: m.read, Seen: m.seen, Due: m.due,
		Named:     m.named,
		Immediate: t.Str("immediate_danger"), first: m.first, triagedBy: m.triagedBy,
		texts: m.texts, triages: m.triages}
	switch {
	case t != m.root:
		n.Beside = m.root
	case n.Untriaged():
		n.Immediate = m.danger
	}
	n.Action = known(cmp.Or(t.Action, t.Str("reason_for_none")))
	for _, answer := range m.triages {
		n.Action = cmp.Or(n.Action, known(answer.Action))
	}
	return n
}

// Untriaged reports whether nobody has recorded yet that they read the concern.
func (n *Concern) Untriaged() bool { return n.Triage == nil }

// Unfinished reports whether a concern lacks its triage, or what came of it.
func (n *Concern) Unfinished() bool { return n.Untriaged() || n.Action == "" }

// inaction reports whether a concern was triaged, and nothing came of it: neither an action
// nor a reason for none.
func (n *Concern) inaction() bool { return !n.Untriaged() && n.Action == "" }

// Eased returns the danger by an earlier text of the concern, where that was more urgent than by
// the text that stands; "" otherwise.
func (n *Concern) Eased() string {
	worst := mostUrgent(n.Entry.versions())
	if urgencies[worst] <= urgency(n.Entry.Item) {
		return ""
	}
	return worst
}

// SeenOnly reports whether an entry is a triage by somebody who may not give it: they saw
// the concern, and its clock ran on.
func (c *Case) SeenOnly(t *Thread) bool {
	return slices.ContainsFunc(c.Concerns, func(n *Concern) bool {
		return slices.Contains(n.Seen, t)
	})
}

// ConcernOf returns the concern that an entry is, or nil.
func (c *Case) ConcernOf(t *Thread) *Concern {
	for _, n := range c.Concerns {
		if n.Entry == t {
			return n
		}
	}
	return nil
}

// Others returns the texts of others about the same concern, which stand beside this one.
func (c *Case) Others(of *Concern) []*Concern {
	var out []*Concern
	for _, n := range c.Concerns {
		if n.Beside != nil && n.Beside == of.Entry {
			out = append(out, n)
		}
	}
	return out
}

// Seers returns the members who read a concern and may not triage it.
func (n *Concern) Seers() []string {
	var out []string
	for _, t := range n.Seen {
		if by := t.author(); !slices.Contains(out, by) {
			out = append(out, by)
		}
	}
	return out
}

// SeenBy names those who read a concern and may not triage it, so that its clock runs on;
// "" where nobody has.
func (c *Case) SeenBy(n *Concern) string {
	var out []string
	for _, id := range n.Seers() {
		out = append(out, c.name(id))
	}
	return strings.Join(out, ", ")
}

// ToTriage returns the entries of the concerns that nobody has triaged, each matter once.
func (c *Case) ToTriage() []*Thread {
	var out []*Thread
	for _, n := range c.Concerns {
		if n.Untriaged() && n.Beside == nil {
			out = append(out, n.Entry)
		}
	}
	return out
}

// AboutOf returns a profile with nothing but the name of the person whom a concern is about. It is
// for a comparison with the profiles of other cases.
func AboutOf(n *Concern) *record.Entry {
	return &record.Entry{Kind: record.KindProfile,
		Fields: map[string]any{"name": n.Entry.Str("about")}}
}

// RaisedBy returns the member who recorded a concern, also where a lead has filed it from an intake
// since. Who recorded it in another agency is no member here.
func (n *Concern) RaisedBy() string { return n.Entry.First.raisedBy() }

// known returns a text that says something, or "".
func known(s string) string {
	if s == record.Unknown {
		return ""
	}
	return s
}

// ReadClock returns the time by which a concern had to be read, and when it was read. ok is false
// if nobody has read it yet, or if the entry is no concern.
func (c *Case) ReadClock(t *Thread) (s ClockState, ok bool) {
	for _, n := range c.Concerns {
		if n.Entry == t && !n.Untriaged() {
			return n.Read, true
		}
	}
	return ClockState{}, false
}
