package report

import (
	"fmt"
	"strings"
	"time"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// buildDecisions shows each decision: whose it was, why, and who endorsed it.
func buildDecisions(b *builder) {
	b.doc.Title = "Decisions"
	b.doc.Scope = "all decisions, sole and joint"
	b.facts(fact{"Decisions", b.decisionCounts()})
	for _, d := range b.Case.Decisions {
		b.decision(d)
	}
}

func (b *builder) decision(d *cases.Decision) {
	t := d.Entry
	b.headingOf(2, b.when(happened(t), true, false), t.Headline)
	b.facts(
		fact{"Mode", mode(d)},
		fact{"Decided by", d.DecidedBy},
		fact{"Decided", b.said(d.DecidedAt)},
		fact{"Rationale", d.Rationale},
		fact{"Options", numbered(t.Strs("options"))},
		fact{"Child's view", t.Str("child_view")},
		fact{"Dissent", dissent(d)},
		fact{"Endorsement", b.endorsementWords(t.Endorsement)},
		fact{"Amended", b.amended(t)},
		fact{"Recorded", b.recordedBy(t.Item)},
		fact{"Entry", t.Ref().String()},
	)
	if len(d.With) > 0 {
		b.table(agencyTable(d), "")
	}
	if len(t.Endorsement.Given) > 0 {
		b.table(b.givenTable(t.Endorsement), "")
	}
}

// mode says whose decision it was.
func mode(d *cases.Decision) string {
	if !d.Joint {
		return "SOLE: ours alone"
	}
	var agencies []string
	for _, a := range d.With {
		agencies = append(agencies, a.Agency)
	}
	return "JOINT with " + strings.Join(agencies, ", ")
}

// dissent returns the dissent; for a joint decision without one, it says so.
func dissent(d *cases.Decision) string {
	if d.Dissent == "" && d.Joint {
		return "none recorded"
	}
	return d.Dissent
}

func (p *Page) amended(t *cases.Thread) string {
	if len(t.History) == 0 {
		return ""
	}
	return fmt.Sprintf("%s; %s kept", strings.TrimPrefix(p.amendedBy(t), "amended "),
		record.Plural(len(t.History), "earlier text is", "earlier texts are"))
}

func agencyTable(d *cases.Decision) table {
	t := table{Caption: "Agencies and whether they agreed",
		Columns: []column{{Title: "Agency", Share: 3}, {Title: "Person", Share: 3},
			{Title: "Role", Share: 3}, {Title: "Agreed"}}}
	for _, a := range d.With {
		t.Rows = append(t.Rows, row{Cells: cells(a.Agency, a.Person, a.Role, a.Agreed)})
	}
	return t
}

// endorsementWords returns the state of an endorsement in a sentence, with what is missing.
func (p *Page) endorsementWords(e cases.Endorsement) string {
	state := map[cases.EndorsementState]string{
		cases.EndorsedLine:    "endorsed",
		cases.EndorsedSenior:  "endorsed",
		cases.Returned:        "returned: to be answered by the author",
		cases.Declined:        "declined",
		cases.EndorsedEarlier: "an earlier version was endorsed, this text was not",
		cases.NoSecondPerson:  "none: there is no second person who could",
		cases.EndorsedNone:    "none",

		cases.EndorsedReported: "none; somebody's word was reported, not signed",
	}[e.State]
	if e.State == cases.EndorsedLine || e.State == cases.EndorsedSenior {
		state += " (" + e.Text() + ")"
	}
	if e.State == cases.EndorsedNone && len(e.Required) == 0 {
		state = "none asked for"
	}
	return join("; ", state, p.waiting(e))
}

func (p *Page) givenTable(e cases.Endorsement) table {
	t := table{Caption: "What managers said",
		Columns: []column{{Title: "When", Share: 2}, {Title: "Level"}, {Title: "Verdict", Share: 3},
			{Title: "By", Share: 3}, {Title: "Comment", Share: 5}}}
	for _, g := range e.Given {
		verdict := cell{Text: g.Verdict}
		if g.Earlier {
			verdict.Notes = append(verdict.Notes, "of an earlier version")
		}
		if g.Reported {
			verdict.Notes = append(verdict.Notes, "reported, not signed")
		}
		by := p.name(g.By) + labelled(" for ", p.name(g.Covering))
		if g.Reported {
			by = join("; ", g.Voice, "recorded by "+by)
		}
		t.Rows = append(t.Rows,
			row{Cells: []cell{{Text: p.instant(g.At)}, {Text: g.Level}, verdict, {Text: by},
				{Text: g.Comment}}})
	}
	return t
}

// standings are the states of decisions, in the order of the counts.
var standings = []string{"endorsed", "returned", "declined", "endorsed in an earlier version",
	"without a second person", "waiting", "need none"}

// decisionCounts returns the numbers by state, such as "9: 7 endorsed, 1 returned, 1 waiting 3
// days".
func (p *Page) decisionCounts() string {
	count := p.decisionNumbers()
	if count["all"] == 0 {
		return p.none("no decision recorded")
	}
	var parts []string
	for _, s := range standings {
		if n := count[s]; n > 0 {
			parts = append(parts, join(" ", fmt.Sprintf("%d %s", n, s), p.longestWait(s)))
		}
	}
	return fmt.Sprintf("%d: %s", count["all"], strings.Join(parts, ", "))
}

// longestWait returns how long the oldest waiting decision has waited.
func (p *Page) longestWait(state string) string {
	longest := time.Duration(0)
	for _, d := range p.Case.Decisions {
		if e := d.Entry.Endorsement; state == "waiting" && decisionState(e) == state {
			longest = max(longest, p.Case.Now.Sub(e.WaitingSince))
		}
	}
	if longest <= 0 {
		return ""
	}
	return cases.Length(longest)
}

// decisionNumbers counts the decisions by state.
func (p *Page) decisionNumbers() map[string]int {
	out := map[string]int{"all": len(p.Case.Decisions)}
	for _, d := range p.Case.Decisions {
		out[decisionState(d.Entry.Endorsement)]++
	}
	return out
}

// decisionState returns the state of a decision, one of standings.
func decisionState(e cases.Endorsement) string {
	switch {
	case e.State == cases.Returned:
		return "returned"
	case e.State == cases.Declined:
		return "declined"
	case e.State == cases.EndorsedEarlier:
		return "endorsed in an earlier version"
	case e.State == cases.NoSecondPerson:
		return "without a second person"
	case len(e.Missing) > 0:
		return "waiting"
	case e.State == cases.EndorsedNone:
		return "need none"
	}
	return "endorsed"
}
