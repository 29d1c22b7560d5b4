package report

import "casefile/internal/record"

// takenOver returns a line for each pair of an author who left entries behind and the member who
// took them over and vouches for them.
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
