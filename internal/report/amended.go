package report

import (
	"cmp"
	"time"

	"casefile/internal/cases"
	"casefile/internal/record"
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
	return amendedWords(p.dayOf(at), p.name(member))
}

// amendedWords say on which day a text was amended, and by whom.
func amendedWords(on, who string) string { return "amended " + on + " by " + who }

// amendedNote returns the same for the notes of a cell.
func (p *Page) amendedNote(a amendable) []string { return nonEmpty([]string{p.amendedBy(a)}) }

// besideWords say of a concern's text that it would amend somebody else's, which stands.
func (p *Page) besideWords(n *cases.Concern) string {
	if n.Beside == nil {
		return ""
	}
	return "said beside " + p.name(n.Beside.First.Author) + "'s concern, which stands"
}

// easedWords say that a concern spoke of more danger before it was amended.
func easedWords(n *cases.Concern) string {
	if n.Eased() == "" {
		return ""
	}
	return "danger: " + n.Eased() + ", before it was amended"
}

// concernMarks tell below a concern's event what it said of danger, who read it, and beside
// whose words it stands.
func (p *Page) concernMarks(n *cases.Concern) []string {
	if n == nil {
		return nil
	}
	out := []string{easedWords(n), p.besideWords(n)}
	if n.Untriaged() && n.Beside == nil && !p.Given {
		out = append(out, "not triaged, danger: "+cmp.Or(n.Immediate, record.Unknown))
	}
	return nonEmpty(append(out, p.seenWords(n)...))
}

// ConcernWords tell below an entry what a chronology tells of a concern; which texts stand
// beside it; and of a triage that it was none. names are those of members.
func ConcernWords(c *cases.Case, t *cases.Thread, names map[string]string,
	zone *time.Location,
) []string {
	p := &Page{Names: names, Zone: zone}
	var out []string
	if c.SeenOnly(t) {
		out = append(out, upperFirst(p.seenOnly(t.By)))
	}
	n := c.ConcernOf(t)
	if n == nil {
		return out
	}
	for _, words := range p.concernMarks(n) {
		out = append(out, upperFirst(words))
	}
	for _, o := range c.Others(n) {
		out = append(out, p.name(o.Entry.First.Author)+" says in "+c.Short(o.Entry.ID)+
			" what stands beside it: "+o.Entry.Headline)
	}
	return out
}

// seenOnly says of a triage that its author could not give it.
func (p *Page) seenOnly(by string) string {
	return "seen by " + p.name(by) + ", not triaged: the clock ran on"
}

// seenWords name who read a concern and may not triage it, with what they did. Of a text
// that stands beside another the other says it.
func (p *Page) seenWords(n *cases.Concern) []string {
	var out []string
	if n.Beside != nil {
		return nil
	}
	for _, t := range n.Seen {
		out = append(out, "seen by "+p.name(t.First.Author)+labelled(": ", t.Action))
	}
	return out
}
