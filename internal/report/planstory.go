package report

import (
	"fmt"
	"slices"
	"strings"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// concernTable shows each concern, its triage and its action. A case without concerns has no such
// part.
func (b *builder) concernTable() {
	if len(b.Case.Concerns) == 0 {
		return
	}
	t := table{Caption: "Concerns, how they were triaged, and what was done",
		Columns: []column{{Title: "When", Share: 2}, {Title: "Concern", Share: 4},
			{Title: "Danger then", Share: 1}, {Title: "Triage", Share: 4},
			{Title: "Action", Share: 3}}}
	for _, n := range b.Case.Concerns {
		e := n.Entry
		triage, class := cell{Text: "NOT YET", Notes: b.seenWords(n)}, "overdue"
		if !n.Untriaged() {
			class = ""
			triage = cell{Text: join(": ", plainWords(n.Triage.Str("decision")),
				n.Triage.Str("reason")),
				Notes: []string{join(", ", b.said(n.Triage.Str("read_at")), b.name(n.Triage.By))}}
		}
		done := n.Action
		if done == "" {
			done = "GAP: no action, and no reason for none"
		}
		t.Rows = append(t.Rows,
			row{Class: class,
				Cells: []cell{{Text: b.when(happened(e), true, false)}, b.concernCell(n),
					{Text: n.Immediate}, triage, {Text: done}}})
	}
	b.heading(2, "Concerns")
	b.table(t, "")
}

// concernCell returns the words of a concern, its amendment, and the concern of another member
// beside it.
func (b *builder) concernCell(n *cases.Concern) cell {
	c := cell{Text: n.Entry.Headline}
	c.Notes = nonEmpty([]string{categoryWords(n.Categories()), b.amendedBy(n.Entry), easedWords(n),
		b.besideWords(n)})
	return c
}

// categoryWords returns the categories of harm; "" for none.
func categoryWords(categories []string) string {
	return labelled("category: ", categoryNames(categories))
}

func categoryNames(categories []string) string {
	return strings.ReplaceAll(strings.Join(categories, ", "), "_", " ")
}

// needs shows the assessments, with the newest analysis.
func (b *builder) needs() {
	t := table{Caption: "Assessments",
		Columns: []column{{Title: "When", Share: 2}, {Title: "Need", Share: 5},
			{Title: "Strengths", Share: 4}, {Title: "Recommended", Share: 4}}}
	all := b.Case.Threads(record.KindAssessment)
	for _, a := range all {
		r := row{Cells: cells(b.when(happened(a), true, false), numbered(a.Strs("need")),
			numbered(a.Strs("strengths")), numbered(a.Strs("recommendations")))}
		r.Cells[0].Notes = b.amendedNote(a)
		t.Rows = append(t.Rows, r)
	}
	b.heading(2, "Needs and strengths")
	b.table(t, "No assessment is recorded.")
	for _, a := range slices.Backward(all) {
		if text := analysisOf(a); text != "" {
			b.heading(3, "Analysis of "+b.when(happened(a), true, false))
			b.add(block{Prose: text})
			return
		}
	}
}

// decisionTable shows the decisions in short. Their own report has them in full.
func (b *builder) decisionTable() {
	t := table{Caption: "Decisions: sole or joint, and how they are endorsed",
		Columns: []column{{Title: "When", Share: 2}, {Title: "Decision", Share: 5},
			{Title: "Whose", Share: 4}, {Title: "Endorsed", Share: 3}}}
	for _, d := range b.Case.Decisions {
		whose := "ours alone"
		if d.Joint {
			var with []string
			for _, w := range d.With {
				with = append(with, w.Agency)
			}
			whose = join(" ", "JOINT with", strings.Join(with, ", "))
		}
		r := row{Cells: cells(b.when(happened(d.Entry), true, false), d.Entry.Headline, whose,
			d.Entry.Endorsement.Text())}
		r.Cells[1].Notes = b.amendedNote(d.Entry)
		t.Rows = append(t.Rows, r)
	}
	b.heading(2, "Decisions")
	b.table(t, "No decision is recorded.")
}

// actionTable shows each action with the person who must do it, and its result.
func (b *builder) actionTable() {
	t := table{Caption: "Actions and what came of them",
		Columns: []column{{Title: "What", Share: 5}, {Title: "Who", Share: 3},
			{Title: "By", Share: 2},
			{Title: "State", Share: 3}, {Title: "Result", Share: 4}}}
	for _, a := range b.Case.Actions {
		state, class, result := "open", "", ""
		if r := a.Result; r != nil {
			state, result = join(", ", plainWords(r.Str("status")), b.said(r.Str("at"))),
				r.Str("result")
		}
		if a.Overdue {
			state, class = join("; ", state, "OVERDUE"), "overdue"
		}
		notes := append(b.from(a.Entry), b.amendedNote(a.Entry)...)
		t.Rows = append(t.Rows,
			row{Class: class, Cells: []cell{{Text: a.What, Notes: notes}, {Text: b.said(a.Who)},
				{Text: day(a.Due)}, {Text: state},
				{Text: result, Notes: b.amendedNote(a.Result)}}})
	}
	b.heading(2, "Actions")
	b.table(t, "No action is recorded.")
}

// from returns the entries from which an action resulted.
func (b *builder) from(t *cases.Thread) []string {
	var out []string
	for _, relation := range []string{"referral", "concern", "risk", "outcome", "decision",
		"meeting"} {
		for _, title := range b.titles(t.Links[relation]) {
			out = append(out, "from "+plainWords(relation)+" "+title)
		}
	}
	return out
}

// gaps lists the things that a reader misses.
func (b *builder) gaps() {
	b.heading(2, "Gaps")
	items := gapLines(b)
	if len(items) == 0 {
		b.para(b.none("None: everything is linked to what it belongs to."))
		return
	}
	b.list(items)
}

func gapLines(b *builder) []string {
	var out []string
	for _, g := range b.Case.Gaps() {
		line := upperFirst(g.What)
		if g.Ref.Entry != "" {
			line = fmt.Sprintf("%s (%s)", line, b.short(g.Ref.Entry))
		}
		out = append(out, line)
	}
	return out
}
