package report

import (
	"fmt"
	"strings"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// recentRows is the number of the newest events that a summary repeats.
const recentRows = 8

// buildSummary shows a newcomer to the case what to know before acting.
func buildSummary(b *builder) {
	b.doc.Title = "Summary"
	b.doc.Scope = "the case on one sheet"
	b.overdue()
	b.who()
	b.allocation()
	b.flags()
	b.risks()
	b.outcomeTable()
	b.heading(2, "Decisions, contact and analysis")
	b.facts(fact{"Decisions", b.decisionCounts()}, fact{"Child seen", b.seen()})
	b.analysis()
	b.referralTable()
	b.recent()
	b.ending()
}

// overdue lists the late deadlines and the next ones.
func (b *builder) overdue() {
	t := table{Caption: "What is due",
		Columns: []column{{Title: "What", Share: 5}, {Title: "Due", Share: 3}, {Title: "Late by"},
			{Title: "Who", Share: 2}}}
	for _, d := range b.clocks() {
		r := row{Cells: cells(upperFirst(d.What), b.instant(d.Due), "", b.whose(d))}
		if d.Late > 0 {
			r.Class = "overdue"
			r.Cells[2].Text = b.behind(d)
		}
		t.Rows = append(t.Rows, r)
	}
	b.heading(2, "Due and overdue")
	b.table(t, "Nothing is due.")
}

func (b *builder) who() {
	s, c := b.Case.Subject, b.Case
	b.heading(2, "Who")
	b.facts(
		fact{"Name", s.Name},
		fact{"Known as", profileField(c, "known_as")},
		fact{"Born", join(", ", day(s.Born), c.Age(c.Today))},
		fact{"Died", day(s.Died)},
		fact{"Address", b.address()},
		fact{"Languages", strings.Join(s.Languages, ", ")},
		fact{"School or work", profileField(c, "school")},
		fact{"Health", profileField(c, "health")},
		fact{"Communication", profileField(c, "communication")},
		fact{"Other agencies", references(s.References)},
	)
	t := table{Caption: "People around",
		Columns: []column{{Title: "Name", Share: 3}, {Title: "Relation", Share: 3},
			{Title: "Parental responsibility"}, {Title: "Agency", Share: 3},
			{Title: "Contact", Share: 3}}}
	for _, p := range s.People {
		name := cell{Text: p.Name}
		if p.Case != "" {
			name.Notes = []string{"own case " + p.Case}
		}
		t.Rows = append(t.Rows,
			row{Cells: append([]cell{name},
				cells(p.Relation, p.ParentalResponsibility, p.Agency, p.Contact)...)})
	}
	b.table(t, "Nobody is named.")
}

func profileField(c *cases.Case, field string) string {
	if c.Subject.Profile == nil {
		return ""
	}
	return c.Subject.Profile.Str(field)
}

// address returns the address, which is left out of every report while it is protected from
// anybody.
func (b *builder) address() string {
	if b.Case.Subject.Address != "" && b.addressProtected() {
		return "protected: see the profile entry"
	}
	return b.Case.Subject.Address
}

func references(refs []record.Reference) string {
	var out []string
	for _, r := range refs {
		out = append(out, r.Agency+" "+r.Number)
	}
	return strings.Join(out, "; ")
}

func (b *builder) allocation() {
	a, d := b.Case.Allocation, b.Case.Docket
	b.heading(2, "Allocation")
	var past []string
	for _, t := range a.Past {
		past = append(past, fmt.Sprintf("%s (%s to %s)", b.name(t.Member), day(t.From), day(t.To)))
	}
	status := ""
	if d != nil {
		status = fmt.Sprintf("%s, opened %s", d.Status, day(d.Opened))
	}
	b.facts(
		fact{"Status", status},
		fact{"Key worker", b.keyWorker(true)},
		fact{"Earlier key workers", strings.Join(past, "; ")},
		fact{"Line manager", b.present(b.LineManager)},
		fact{"Safeguarding lead", b.present(b.Leads...)},
	)
}

// keyWorker returns the key worker, the day from which they are, and the member who covers for
// them.
func (p *Page) keyWorker(since bool) string {
	a := p.Case.Allocation
	if a.KeyWorker == "" {
		return "NONE"
	}
	out := p.name(a.KeyWorker)
	if p.Left[a.KeyWorker] {
		out += " (has left)"
	}
	if since && !a.Since.IsZero() {
		out += " since " + day(a.Since)
	}
	if a.Cover != "" {
		out += fmt.Sprintf(" (cover %s to %s)", p.name(a.Cover), p.shortDay(a.CoverTo))
	}
	return out
}

func (b *builder) flags() {
	t := table{Caption: "Statuses held",
		Columns: []column{{Title: "Status", Share: 3}, {Title: "Detail", Share: 3}, {Title: "From"},
			{Title: "To"}}}
	for _, f := range b.Case.Subject.EverFlags {
		to := day(f.To)
		if f.Current {
			to = "held now" + labelled(", to ", to)
		}
		t.Rows = append(t.Rows,
			row{Cells: cells(upperFirst(plainWords(f.Name)), f.Detail, day(f.From), to)})
	}
	b.heading(2, "Statuses")
	b.table(t, "None recorded.")
	b.facts(fact{"Categories of harm", categoryNames(b.Case.Categories())})
}

// seen returns the times at which the child was last seen, and last seen alone.
func (p *Page) seen() string {
	s := p.Case.Seen
	if p.Case.Subject.Adult {
		return ""
	}
	if s.Last == nil {
		return p.none("not yet")
	}
	alone := p.none("never alone")
	if s.Alone != nil {
		alone = "alone " + p.when(s.Alone.Occurred, true, false)
	}
	return p.when(s.Last.Occurred, true, true) + "; " + alone
}
