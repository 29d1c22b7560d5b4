package report

import (
	"cmp"
	"time"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// amendable is an entry or a row on a page, which may have been amended.
type amendable interface {
	Amender() (member string, at time.Time, ok bool)
}

// Amended tells of the last amendment of a text, with its time and member, in the words of every
// page; "" if there was none. names are those of members.
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

// amendedWords returns the day and the author of an amendment as words.
func amendedWords(on, who string) string { return "amended " + on + " by " + who }

// amendedNote returns the words of amendedBy as notes of a cell.
func (p *Page) amendedNote(a amendable) []string { return nonEmpty([]string{p.amendedBy(a)}) }

// besideWords says that a concern's text would amend somebody else's concern, which stands.
func (p *Page) besideWords(n *cases.Concern) string {
	if n.Beside == nil {
		return ""
	}
	return "said beside " + p.name(n.Beside.First.Author) + "'s concern, which stands"
}

// easedWords says that a concern named more danger before it was amended.
func easedWords(n *cases.Concern) string {
	if n.Eased() == "" {
		return ""
	}
	return "danger: " + n.Eased() + ", before it was amended"
}

// concernMarks returns the remarks below a concern: its danger, its readers, and the concern of
// another member beside it.
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

// ConcernWords returns the remarks below an entry: those that a chronology has for a concern, and
// the texts that stand beside it. Of a triage that does not count, it says so. names are those of
// members.
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

// seenOnly says that the author of a triage had no right to triage.
func (p *Page) seenOnly(by string) string {
	return "seen by " + p.name(by) + ", not triaged: the clock ran on"
}

// seenWords names the people who read a concern and may not triage it, with what they did. It
// returns nothing for a text that stands beside another, because the other one names them.
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
