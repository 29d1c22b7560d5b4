package report

import (
	"fmt"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// head writes the case, the subject, the instant and the commit, and the notices that every reader
// must see first.
func (b *builder) head() {
	c := b.Case
	b.doc.Case, b.doc.Subject = c.ID.String(), b.subject()
	b.doc.AsAt = b.instant(c.Now)
	b.doc.Tip, b.doc.Agency = b.Tip, b.Agency
	// A report of now needs one time; a report of a past day needs both.
	if !b.Made.IsZero() && b.instant(b.Made) != b.doc.AsAt {
		b.doc.Made = b.instant(b.Made)
	}
	for _, n := range b.notices() {
		b.notice(n)
	}
}

// subject returns the name and the age, as far as they are known.
func (p *Page) subject() string {
	s := p.Case.Subject
	if s.Name == "" {
		return p.noProfile()
	}
	return join(", ", s.Name, p.ageOrDeath())
}

// noProfile returns the words in place of the name if there is no profile, or it was not read.
func (p *Page) noProfile() string {
	if len(p.notRead()) > 0 {
		return "no profile could be read"
	}
	return "no profile yet"
}

// ageOrDeath returns a living person's age, or the day of death.
func (p *Page) ageOrDeath() string {
	if died := p.Case.Subject.Died; !died.IsZero() {
		return "died " + day(died)
	}
	return p.Case.Age(p.Case.Today)
}

// notices returns the notices that no reader may overlook, the most serious first.
func (p *Page) notices() []string {
	if p.Given {
		return nil
	}
	c := p.Case
	var out []string
	for _, a := range c.Subject.ProtectedFrom {
		if a.InForce {
			out = append(out, join("; ", p.protection(a.From, a.Basis, a.Until),
				p.kept(a.CarriedFrom)))
		}
	}
	for _, k := range c.CarriedAddresses() {
		out = append(out, upperFirst(k.What)+" is "+c.CarriedOverText(k.From))
	}
	for _, f := range c.Forks {
		out = append(out, "RECORDED APART: the "+f.What+", "+c.ForkWho(f))
	}
	for _, h := range c.Holds {
		out = append(out, p.holdLine(h))
	}
	if why := c.RetainEarly(); why != "" {
		out = append(out, "RETAIN EARLY: "+why)
	}
	return append(out, faultLines(c.Faults)...)
}

// faultLines counts the entries without a text: those that the history rules refuse, and those lost
// in this copy.
func faultLines(faults []cases.Item) (out []string) {
	lost := 0
	for _, it := range faults {
		if it.Lost {
			lost++
		}
	}
	if lost > 0 {
		out = append(out, "NOT READ: "+record.Plural(lost, "entry is", "entries are")+
			" damaged or missing in this copy; shown, and counted for nothing")
	}
	if n := len(faults) - lost; n > 0 {
		out = append(out,
			fmt.Sprintf("REFUSED: %s by the history rules; shown, and counted for nothing",
				record.Plural(n, "entry is refused", "entries are refused")))
	}
	return out
}

// kept says from which entry something is kept that the newest profile omits; "" otherwise.
func (p *Page) kept(from *cases.Item) string {
	if from == nil {
		return ""
	}
	return p.Case.CarriedOverText(from)
}

func closing(s string) string {
	if s == "" {
		return ""
	}
	return ")"
}

func (p *Page) protection(from, basis string, until record.Date) string {
	why := basis
	if !until.IsZero() {
		why = join(" ", basis, "to "+p.shortDay(until))
	}
	return "ADDRESS PROTECTED from " + from + labelled(" (", why) + closing(why)
}

// addressProtected reports whether the address is protected from anybody now.
func (p *Page) addressProtected() bool {
	for _, a := range p.Case.Subject.ProtectedFrom {
		if a.InForce {
			return true
		}
	}
	return false
}

// short returns as many symbols of an entry's ID as tell it apart in this case.
func (b *builder) short(id record.ID) string {
	if b.ids == nil {
		for _, t := range b.Case.Threads() {
			b.ids = append(b.ids, t.ID)
		}
	}
	return record.Short(id, b.ids)
}
