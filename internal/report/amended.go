package report

import (
	"time"

	"casefile/internal/cases"
)

// amendable is what pages show that may have been amended: an entry, or a row.
type amendable interface {
	Amender() (member string, at time.Time, ok bool)
}

// Amended says that a text was amended, when and by whom, as every page says it; "" of one
// that never was. names are those of members.
func Amended(a amendable, names map[string]string, zone *time.Location) string {
	return (&Page{Names: names, Zone: zone}).amendedBy(a)
}

func (p *Page) amendedBy(a amendable) string {
	member, at, ok := a.Amender()
	if !ok {
		return ""
	}
	return "amended " + p.dayOf(at) + " by " + p.name(member)
}

// besideWords say of a concern's text that it would amend somebody else's, which stands.
func (p *Page) besideWords(n *cases.Concern) string {
	if n.Beside == nil {
		return ""
	}
	return "said beside " + p.name(n.Beside.First.Author) + "'s concern, which stands"
}

// seenWords name who read a concern and may not triage it, with what they did.
func (p *Page) seenWords(n *cases.Concern) []string {
	var out []string
	for _, t := range n.Seen {
		out = append(out, "seen by "+p.name(t.First.Author)+labelled(": ", t.Action))
	}
	return out
}
