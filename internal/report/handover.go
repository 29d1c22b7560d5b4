package report

import (
	"cmp"
	"fmt"
	"strings"

	"casefile/internal/cases"
	"casefile/internal/duty"
	"casefile/internal/record"
)

// HandoverPart tells a person who takes over a case, for good or for a time, what they must know
// first: the people, open risks, what is overdue and what comes next. readers are the people who
// can read the case. There must be at least least of them.
func HandoverPart(p Page, readers []string, least int) Part {
	c := p.Case
	out := Part{Name: "cases", Heading: join(", ", c.ID.String(), p.subject()),
		Before: []Column{{Name: "case"}}, Columns: []Column{
			{Title: "About", Name: "about"}, {Title: "What", Name: "what", Share: 6},
			{Title: "Who", Name: "who", Share: 3}, {Title: "By", Name: "by", Share: 2},
			{Title: "State", Name: "state", Share: 2}}}
	out.Notices, out.Shield = p.notices(), c.Shield()
	add := func(class string, cells ...string) {
		out.Rows = append(out.Rows,
			Line{Before: []string{string(c.ID)}, Cells: cells, Class: class,
				Fields: map[string]any{"case": string(c.ID),
					"about": cells[0], "what": cells[1], "who": cells[2], "by": cells[3],
					"state": cells[4]}})
	}
	p.allocated(add, readers, least)
	for _, r := range c.OpenRisks() {
		add(lateClass(r.Overdue), "risk", strings.ToUpper(r.Level)+" "+r.Nature+": "+r.Harm+
			"; source: "+r.Source, "at risk: "+strings.Join(r.AtRisk, ", "),
			day(r.ReviewOn), lateWord(r.Overdue))
	}
	for _, overdue := range []bool{true, false} {
		for _, d := range p.clocks() {
			// the review is shown with its risk
			if (d.Late > 0) == overdue && d.Rule != cases.RuleRiskReview {
				p.dueLine(add, d)
			}
		}
	}
	if next := c.NextReview(); !next.IsZero() {
		add(lateClass(next.Before(c.Today)), "next review", "of a risk or an intended outcome", "",
			day(next), lateWord(next.Before(c.Today)))
	}
	return out
}

type addRow func(class string, cells ...string)

// allocated lists the people of the case, and who can read it.
func (p Page) allocated(add addRow, readers []string, least int) {
	c := p.Case
	a := c.Allocation
	status := ""
	if c.Docket != nil {
		status = string(c.Docket.Status)
	}
	add("", "allocation", join(", ", "key worker", labelled("since ", day(a.Since))),
		cmp.Or(p.name(a.KeyWorker), "NOBODY"), "", status)
	if a.Cover != "" {
		add("", "allocation", "cover", p.name(a.Cover), day(a.CoverTo), "")
	}
	if p.LineManager != "" {
		add("", "allocation", "line manager", p.present(p.LineManager), "", "")
	}
	for _, t := range c.Threads(record.KindHandover) {
		if t.Str("cover") != "yes" {
			add("", "allocation", "handed over: "+t.Str("reason"), p.name(t.Str("from"))+" to "+
				p.name(t.Str("to")), p.when(happened(t), true, false), "")
		}
	}
	class, state := "", ""
	if len(readers) < least {
		class, state = "fault", fmt.Sprintf("TOO FEW: there must be %d", least)
	}
	add(class, "readers", "can read the case: "+record.Plural(len(readers), "person", "people"),
		p.names(readers), "", state)
	if c.Seen.Last != nil || !c.Subject.Adult {
		add("", "seen", p.seen(), "", "", "")
	}
}

func (p Page) dueLine(add addRow, d duty.Duty) {
	about, state := "next", ""
	if d.Late > 0 {
		about, state = "overdue", p.behind(d)+" late"
	}
	add(lateClass(d.Late > 0), about,
		join(" ", upperFirst(d.What), labelled("(", d.Short)+closing(d.Short)), p.whose(d),
		day(record.DateOf(d.Due.In(p.zone()))), state)
}

func lateClass(late bool) string {
	if late {
		return "overdue"
	}
	return ""
}

func lateWord(late bool) string {
	if late {
		return "OVERDUE"
	}
	return ""
}
