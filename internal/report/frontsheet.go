package report

import (
	"fmt"
	"io"
	"strings"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// mostOverdue is how many overdue deadlines the front sheet names; further
// ones are counted.
const mostOverdue = 5

// wide separates facts that stand on one line.
const wide = "   "

// FrontSheet writes what somebody must know who opens the case: what is
// wrong, whose case it is, the child, the risks, the plan, and up to which
// commit the record was verified. It is for the screen.
func FrontSheet(w io.Writer, p Page) error {
	t := newTextPage(p.Width)
	p.title(t)
	for _, n := range p.notices() {
		t.hang("!! ", n)
	}
	p.late(t)
	c := p.Case
	t.label("Key worker", p.keyWorker(false)+wide+join(wide, labelled("Line ", p.name(p.LineManager)), labelled("Lead ", p.names(p.Leads))))
	t.label("Status", join(wide, p.status(), labelled("Refs  ", references(c.Subject.References))))
	t.label("Home", p.home())
	t.label("Seen", p.seenNear())
	p.openRisks(t)
	p.progress(t)
	t.label("Decisions", p.decisionCounts())
	t.label("Next", p.next())
	if c.Closure != nil {
		t.label("Kept", p.retention())
	}
	t.label("Record", fmt.Sprintf("verified to %s; %d unsent", shortTip(p.Tip), p.Unsent))
	_, err := io.WriteString(w, t.String())
	return err
}

// label writes a fact of the front sheet; nothing where there is none.
func (t *textPage) label(name, value string) {
	const width = 11
	if plain(value) == "" {
		return
	}
	// Runs of spaces separate facts, so each is wrapped by itself.
	mark := pad(name, width)
	line := ""
	for _, part := range strings.Split(value, wide) {
		if plain(part) == "" {
			continue
		}
		next := join(wide, line, plain(part))
		if line != "" && width+runes(next) > t.width {
			t.hangSpaced(mark, line)
			mark, line = pad("", width), plain(part)
			continue
		}
		line = next
	}
	t.hangSpaced(mark, line)
}

// hangSpaced keeps the spaces of a line that fits.
func (t *textPage) hangSpaced(mark, line string) {
	if runes(mark)+runes(line) <= t.width {
		t.WriteString(strings.TrimRight(mark+line, " ") + "\n")
		return
	}
	t.hang(mark, line)
}

// title is the case, the subject and the status, with the instant at the
// right where there is room.
func (p *Page) title(t *textPage) {
	c := p.Case
	name := strings.ToUpper(c.Subject.Name)
	if name == "" {
		name = "NO PROFILE YET"
	}
	left := plain(c.ID.String()) + "  " + join("  ", plain(name), c.Age(c.Today)) + wide + p.standing()
	now := c.Now.In(p.zone()).Format("Mon ") + p.instant(c.Now)
	if room := t.width - runes(left) - runes(now); room >= len(wide) {
		left, now = left+strings.Repeat(" ", room)+now, ""
	}
	t.hangSpaced("", left)
	if now != "" {
		t.hang("", now)
	}
}

// standing is the docket's status in words.
func (p *Page) standing() string {
	d := p.Case.Docket
	if d == nil {
		return ""
	}
	switch d.Status {
	case record.Open, record.Intake:
		return strings.ToUpper(string(d.Status)) + " since " + day(d.Opened)
	case record.Closed, record.Transferred, record.Closing:
		return strings.ToUpper(string(d.Status)) + labelled(", service ended ", day(d.ServiceEnded))
	}
	return strings.ToUpper(string(d.Status))
}

func (p *Page) late(t *textPage) {
	more := 0
	for i, d := range overdueOf(p.Case) {
		if i >= mostOverdue {
			more++
			continue
		}
		t.hang("!! ", fmt.Sprintf("OVERDUE %s, due %s: %s late", d.What, p.nearInstant(d), cases.Length(d.LateBy)))
	}
	if more > 0 {
		t.hang("!! ", fmt.Sprintf("OVERDUE %s more", plural(more, "thing", "things")))
	}
}

func overdueOf(c *cases.Case) []cases.Deadline {
	var out []cases.Deadline
	for _, d := range c.Deadlines {
		if d.Overdue {
			out = append(out, d)
		}
	}
	return out
}

func (p *Page) nearInstant(d cases.Deadline) string {
	at := d.Due.In(p.zone())
	return p.near(record.DateOf(at)) + at.Format(" 15:04")
}
