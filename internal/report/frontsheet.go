package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"casefile/internal/cases"
	"casefile/internal/duty"
	"casefile/internal/record"
)

// mostOverdue is the number of overdue deadlines on the front sheet. Further ones are counted.
const mostOverdue = 5

// FrontSheet writes what a person who opens the case must know: problems, whose case it is, the
// child, the risks, the plan, and up to which commit the record was verified. It is for the screen.
func FrontSheet(w io.Writer, p Page) error {
	t := newTextPage(p.Width)
	p.title(t)
	for _, n := range p.notices() {
		t.hang("!! ", n)
	}
	for _, s := range p.Seconds {
		t.hang("!! ", "TWO BY ONE HAND: "+s)
	}
	c := p.Case
	for _, n := range c.Concerns {
		if n.Untriaged() {
			t.hang("!! ", join("; ",
				append([]string{untriaged(n), p.amendedBy(n.Entry), p.besideWords(n)},
					p.seenWords(n)...)...))
		}
	}
	for _, e := range c.Early() {
		t.hang("!! ", upperFirst(plainWords(e.Answer.Kind))+" "+e.Answer.Ref().String()+": "+
			e.Words)
	}
	for _, status := range c.StatusesWithoutRule() {
		t.hang("!! ", "NO RULE: "+cases.WithoutRuleText(status)+
			": casefile retention explain "+c.ID.String())
	}
	p.repeatRequests(t)
	p.late(t)
	t.label("Key worker", p.keyWorker(false), labelled("Line ", p.present(p.LineManager)),
		labelled("Lead ", p.present(p.Leads...)))
	t.label("Status", p.status(), labelled("Refs ", references(c.Subject.References)))
	t.label("Concerns", p.triaged())
	t.label("Home", p.home())
	t.label("Cases", p.otherCases())
	t.label("Seen", p.seenNear()...)
	p.openRisks(t)
	p.progress(t)
	t.label("Decisions", p.decisionCounts())
	t.label("Next", p.next())
	for _, words := range p.takenOver() {
		t.label("Adopted", words)
	}
	if c.Closure != nil {
		t.label("Kept", p.retention())
	}
	record := "verified to " + shortTip(p.Tip)
	// For an earlier day nobody knows what was unsent.
	if p.Made.IsZero() || p.Made.Equal(p.Case.Now) {
		record += fmt.Sprintf("; %d unsent", p.Unpushed)
	}
	t.label("Record", record)
	_, err := io.WriteString(w, t.String())
	return err
}

// labelWidth is the column in which the front sheet's facts begin.
const labelWidth = 11

// label writes facts of the front sheet side by side. It writes nothing without facts.
func (t *textPage) label(name string, facts ...string) { t.spread(pad(name, labelWidth), facts) }

// title writes the case, the subject and the status, with the instant at the right if there is
// room.
func (p *Page) title(t *textPage) {
	c := p.Case
	name := strings.ToUpper(c.Subject.Name)
	if name == "" {
		name = strings.ToUpper(p.noProfile())
	}
	left := plain(c.ID.String()) + "  " + join("  ", plain(name), p.ageOrDeath()) + wide +
		p.docketStatus()
	now := c.Now.In(p.zone()).Format("Mon ") + p.instant(c.Now)
	if room := t.width - runes(left) - runes(now); room >= len(wide) {
		left, now = left+strings.Repeat(" ", room)+now, ""
	}
	t.spaced("", left)
	if now != "" {
		t.hang("", now)
	}
}

// docketStatus returns the docket's status in words.
func (p *Page) docketStatus() string {
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

// untriaged returns the part of an untriaged concern that cannot wait: whether a child is in danger
// and, if no profile says it yet, the child's name.
func untriaged(n *cases.Concern) string {
	return "CONCERN not triaged, danger: " + cmp.Or(n.Immediate, record.Unknown) +
		labelled("; about ", n.Entry.Str("about")) +
		labelled("; ", categoryWords(n.Categories()))
}

// triaged counts the triaged concerns, with the categories that they name.
func (p *Page) triaged() string {
	n, categories := 0, []string(nil)
	for _, one := range p.Case.Concerns {
		if !one.Untriaged() && one.Beside == nil {
			n++
			categories = append(categories, one.Categories()...)
		}
	}
	if len(categories) == 0 {
		return ""
	}
	slices.Sort(categories)
	return join("; ", fmt.Sprintf("%d triaged", n), categoryWords(slices.Compact(categories)))
}

func (p *Page) late(t *textPage) {
	more := 0
	for i, d := range p.overdue() {
		if i >= mostOverdue {
			more++
			continue
		}
		t.hang("!! ", fmt.Sprintf("OVERDUE %s, due %s: %s late", p.whatIsDue(d), p.shortInstant(d),
			p.behind(d))+p.loud(d))
	}
	if more > 0 {
		t.hang("!! ", fmt.Sprintf("OVERDUE %s more", record.Plural(more, "thing", "things")))
	}
}

// repeatRequests says how to repeat a request that nobody is left to endorse.
func (p *Page) repeatRequests(t *textPage) {
	for _, d := range p.Duties {
		if d.Rule == duty.RuleRepeatRequest {
			t.hang("!! ", "NOBODY IS LEFT to endorse the "+d.Kind+" "+d.Ref.String()+": "+
				d.Command+" asks again")
		}
	}
}

func (p *Page) shortInstant(d duty.Duty) string {
	at := d.Due.In(p.zone())
	return p.shortDay(record.DateOf(at)) + at.Format(" 15:04")
}
