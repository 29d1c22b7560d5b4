package report

import (
	"fmt"
	"strings"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// buildPlan follows the case from referral through interventions to outcome and closure. What is
// linked to nothing is shown as a gap.
func buildPlan(b *builder) {
	b.doc.Title = "Plan"
	b.doc.Scope = "from referral to closure"
	b.referralTable()
	b.concernTable()
	b.needs()
	b.risks()
	b.outcomeTable()
	for i, o := range b.Case.Outcomes {
		b.outcome(i+1, o)
	}
	b.reviews()
	b.decisionTable()
	b.actionTable()
	b.unlinked()
	b.gaps()
	b.ending()
}

func (b *builder) outcomeTable() {
	t := table{Caption: "Intended outcomes at a glance, rated from 0 (worst) to 10 (best)",
		Columns: []column{{Title: "Outcome", Share: 5},
			{Title: "Ratings", Spoken: "from the baseline to now", Share: 2}, {Title: "Target"},
			{Title: "Evidence"}, {Title: "Next review", Share: 2}}}
	for _, o := range b.Case.Outcomes {
		rated := trend(o.Series())
		if rated == "" {
			rated = "not rated"
		}
		next := cell{Text: day(o.NextReview)}
		if o.ReviewOverdue {
			next.Notes = []string{"OVERDUE"}
		}
		t.Rows = append(t.Rows,
			row{Cells: []cell{{Text: o.Entry.Headline, Notes: b.amendedNote(o.Entry)},
				{Text: rated, Notes: reached(o)}, {Text: o.Target},
				{Text: fmt.Sprint(o.EvidenceCount())}, next}})
	}
	b.heading(2, "Intended outcomes")
	b.table(t, "No intended outcome is recorded.")
}

// reached says that the newest rating reaches the target, if both are numbers.
func reached(o *cases.Outcome) []string {
	target, numeric := o.Entry.Int("target")
	if value, rated := o.Rated(); numeric && rated && value >= target {
		return []string{"target reached"}
	}
	return nil
}

// outcome shows one outcome with everything done towards it.
func (b *builder) outcome(n int, o *cases.Outcome) {
	t := o.Entry
	baseline := plainWords(t.Str("baseline"))
	if o.HasBaseline {
		baseline = fmt.Sprint(o.Baseline)
	}
	b.headingOf(2, fmt.Sprintf("Outcome %d", n), t.Headline)
	b.facts(
		fact{"Need", o.Need},
		fact{"Intended outcome", o.Intended},
		fact{"Measure", o.Measure},
		fact{"Baseline, target", join(", target ", baseline, plainWords(o.Target))},
		fact{"Due", join(", ", day(o.Due), labelled("owner ", o.Owner))},
		fact{"Child's view", t.Str("child_view")},
		fact{"Amended", b.amended(t)},
		fact{"Reviewed", b.reviewDays(o)},
		fact{"Next review", day(o.NextReview)},
	)
	if c := b.chart(o); len(c.Points) > 0 {
		b.add(block{Chart: c})
	}
	b.interventions(o)
	b.ratings(o)
	if len(o.Gaps) > 0 {
		b.heading(3, "Gaps")
		b.list(o.Gaps)
	}
}

func (b *builder) chart(o *cases.Outcome) *chart {
	c := &chart{Title: "Ratings of: " + o.Entry.Headline}
	if o.HasBaseline {
		c.Points = append(c.Points, point{"baseline", o.Baseline})
	}
	for _, r := range o.Ratings {
		c.Points = append(c.Points, point{b.when(r.When, true, false), r.Value})
	}
	c.Target, c.HasTarget = o.Entry.Int("target")
	return c
}

func (b *builder) interventions(o *cases.Outcome) {
	t := table{Caption: "Interventions: what, why, and by whom",
		Columns: []column{{Title: "What", Share: 4}, {Title: "Why", Share: 4},
			{Title: "By whom", Share: 3}, {Title: "From, to", Share: 2},
			{Title: "Result", Share: 4}}}
	for _, i := range o.Interventions {
		what := cell{Text: i.Headline}
		if often := i.Str("how_often"); often != "" {
			what.Notes = []string{often}
		}
		what.Notes = append(what.Notes, b.amendedNote(i)...)
		t.Rows = append(t.Rows,
			row{Cells: append([]cell{what},
				cells(i.Str("reason"), join(", ", i.Str("delivered_by"), i.Str("provider")),
					join(" – ", b.said(i.Str("from")), b.said(i.Str("to"))), i.Str("result"))...)})
	}
	b.table(t, "No intervention serves it.")
}

func (b *builder) ratings(o *cases.Outcome) {
	t := table{Caption: "Progress and its evidence",
		Columns: []column{{Title: "When"}, {Title: "Rating"}, {Title: "What", Share: 4},
			{Title: "Evidence", Share: 5}, {Title: "By", Share: 2}}}
	for _, r := range o.Ratings {
		rated := fmt.Sprint(r.Value)
		evidence := cell{Text: r.Entry.Str("evidence"), Notes: b.titles(r.Evidence)}
		if r.Changed && len(r.Evidence) == 0 {
			evidence.Notes = append(evidence.Notes, "GAP: changed with no linked evidence")
		}
		by := b.said(r.Entry.Str("rated_by"))
		if by == "" {
			by = b.recorder(r.Entry.Item)
		}
		what := cell{Text: r.Entry.Headline, Notes: b.amendedNote(r.Entry)}
		t.Rows = append(t.Rows,
			row{Cells: []cell{{Text: b.when(r.When, true, false)}, {Text: rated}, what, evidence,
				{Text: by}}})
	}
	b.table(t, "No progress has been rated.")
	if items := achieved(o); len(items) > 0 {
		b.heading(3, "Achievements")
		b.list(items)
	}
}

func achieved(o *cases.Outcome) []string {
	var out []string
	for _, a := range o.Achievements {
		out = append(out, a.Str("achievement"))
	}
	return out
}

// titles returns the headlines of linked entries, each with its short ID.
func (b *builder) titles(refs []record.Ref) []string {
	var out []string
	for _, r := range refs {
		t := b.Case.Thread(r.Entry)
		if r.Case != b.Case.ID || t == nil {
			out = append(out, r.String())
			continue
		}
		out = append(out, join(" ", b.short(r.Entry), strings.TrimSpace(t.Headline)))
	}
	return out
}

// unlinked lists the work that serves no outcome.
func (b *builder) unlinked() {
	t := table{Caption: "Interventions, ratings and reviews that are linked to no intended outcome",
		Columns: []column{{Title: "When"}, {Title: "Kind", Share: 2}, {Title: "What", Share: 5},
			{Title: "Entry"}}}
	for _, it := range b.Case.Unlinked {
		t.Rows = append(t.Rows,
			row{Cells: cells(b.when(it.Occurred, true, false), it.Kind, it.Headline,
				b.short(it.ID))})
	}
	b.heading(2, "Linked to no outcome")
	b.table(t, "Everything is linked to an outcome.")
}
