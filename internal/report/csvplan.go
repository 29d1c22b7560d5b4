package report

import (
	"fmt"
	"strings"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// planTable has a line for each step from referral to closure. A step towards an outcome names the
// outcome.
func planTable(p *Page) [][]string {
	c := p.Case
	out := [][]string{
		append([]string{"outcome", "step", "entry", "when", "what", "by", "rating", "evidence",
			"amended_by", "seen_by"}, commonTitles...)}
	step := func(name string, t *cases.Thread, when, what, by, seen string) {
		out = append(out,
			p.common("", name, string(t.ID), when, what, by, "", "", amenderData(t).AmendedBy,
				seen))
	}
	for _, r := range c.Referrals {
		step("referral", r.Entry, r.Entry.Str("made_at"), r.Entry.Str("reason"), r.Entry.By, "")
	}
	for _, n := range c.Concerns {
		step("concern", n.Entry, n.Entry.Occurred.String(), n.Entry.Headline, n.Entry.By,
			strings.Join(n.Seers(), " "))
	}
	for _, t := range c.Threads(record.KindAssessment) {
		step("assessment", t, t.Occurred.String(), t.Headline, t.By, "")
	}
	for _, o := range c.Outcomes {
		out = append(out, p.outcomeSteps(o)...)
	}
	for _, t := range c.Threads(record.KindDecision) {
		step("decision", t, t.Str("decided_at"), t.Headline,
			strings.Join(t.Strs("decided_by"), "; "), "")
	}
	for _, a := range c.Actions {
		step("action", a.Entry, a.Due.String(), a.What, a.Who, "")
	}
	for _, g := range c.Gaps() {
		out = append(out, p.common("", "gap", string(g.Ref.Entry), "", g.What, "", "", "", "", ""))
	}
	return out
}

// outcomeSteps returns the lines of an outcome, and of everything done towards it.
func (p *Page) outcomeSteps(o *cases.Outcome) [][]string {
	id := string(o.Entry.ID)
	baseline := ""
	if o.HasBaseline {
		baseline = fmt.Sprint(o.Baseline)
	}
	out := [][]string{p.common(id, "outcome", id, o.Entry.Occurred.String(), o.Entry.Headline,
		o.Owner, baseline, "", amenderData(o.Entry).AmendedBy, "")}
	for _, i := range o.Interventions {
		out = append(out, p.common(id, "intervention", string(i.ID), i.Str("from"), i.Headline,
			i.Str("delivered_by"), "", "",
			amenderData(i).AmendedBy, ""))
	}
	for _, r := range o.Ratings {
		out = append(out,
			p.common(id, "progress", string(r.Entry.ID), r.When.String(), r.Entry.Headline,
				r.Entry.By,
				fmt.Sprint(r.Value), strings.Join(refTexts(r.Evidence), " "),
				amenderData(r.Entry).AmendedBy, ""))
	}
	for _, r := range o.Reviews {
		out = append(out, p.common(id, "review", string(r.ID), r.Occurred.String(), r.Headline,
			r.By, "", "", amenderData(r).AmendedBy, ""))
	}
	return out
}
