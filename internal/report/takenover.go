package report

import "casefile/internal/record"

// takenOver says what of the case somebody left behind, and who took it over and vouches for
// it, a line for each two of them.
func (p *Page) takenOver() []string {
	var out []string
	for _, t := range p.Case.TakenOver() {
		on := p.dayOf(t.First)
		if last := p.dayOf(t.Last); last != on {
			on += " to " + last
		}
		out = append(out, record.Plural(t.Entries, "entry", "entries")+" of "+p.name(t.Author)+
			", who had left, by "+p.name(t.Adopter)+", "+on)
	}
	return out
}
