package report

import (
	"strings"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// analysis repeats the newest analysis.
func (b *builder) analysis() {
	t, text := newestAnalysis(b.Case)
	if t == nil {
		b.para(b.none("No analysis has been recorded."))
		return
	}
	b.heading(3, join(", ", "Newest analysis: "+plainWords(t.Kind)+" of "+
		b.when(happened(t), true, false), "by "+b.recorder(t.Item)))
	b.add(block{Prose: text})
}

// happened returns the time of the entry's event; for a text without one, the time of writing.
func happened(t *cases.Thread) record.Occurred {
	if !t.Occurred.IsZero() {
		return t.Occurred
	}
	o, _ := record.ParseOccurred(t.Recorded.UTC().Format("2006-01-02T15:04Z07:00"))
	return o
}

func newestAnalysis(c *cases.Case) (*cases.Thread, string) {
	all := c.Threads(record.KindAssessment, record.KindReview)
	for i := len(all) - 1; i >= 0; i-- {
		if text := analysisOf(all[i]); text != "" {
			return all[i], text
		}
	}
	return nil, ""
}

// recent repeats the newest significant events.
func (b *builder) recent() {
	rows := newest(b.Case.Chronology(true), recentRows)
	t := table{Caption: "The newest significant entries",
		Columns: []column{{Title: "When"}, {Title: "±", Spoken: "Impact"},
			{Title: "Event", Share: 5}, {Title: "Action", Share: 4}, {Title: "Entry"}}}
	for _, r := range rows {
		full := b.chronologyRow(r)
		full.Cells = []cell{full.Cells[0], full.Cells[2], full.Cells[3], full.Cells[5],
			full.Cells[7]}
		t.Rows = append(t.Rows, full)
	}
	b.heading(2, "Recent events")
	b.table(t, "No significant entry yet.")
}

// ending shows how the case closed, or what its closing still needs, and until when it is kept.
func (b *builder) ending() {
	b.heading(2, "Closure and retention")
	b.closure()
	b.facts(fact{"Kept", b.retention()})
}

// closure shows the closure in force, and who endorsed it.
func (b *builder) closure() {
	it := b.Case.Closure
	if it == nil {
		b.para("The case has not been closed.")
		return
	}
	t := b.Case.Thread(it.ID)
	b.facts(
		fact{"Closed by", b.by(it) + ", " + b.instant(it.Recorded)},
		fact{"Service ended", day(it.Date("service_ended"))},
		fact{"Why on that day", it.Str("service_ended_reason")},
		fact{"Reason", it.Str("reason")},
		fact{"Outcome", it.Str("outcome")},
		fact{"Evidence of change", it.Str("evidence_of_change")},
		fact{"Child's view", view(it, "child_view")},
		fact{"Parents' view", view(it, "parent_view")},
		fact{"Agencies told", strings.Join(it.Strs("agencies_told"), ", ")},
		fact{"Transfer of records", transferReview(cases.ReviewOf(it.Entry))},
		fact{"Later support", it.Str("later_support")},
		fact{"Why no rule of retention", it.Str("no_rule_reason")},
		fact{"Endorsement", b.endorsementWords(t.Endorsement)},
	)
	if len(t.Endorsement.Given) > 0 {
		b.table(b.givenTable(t.Endorsement), "")
	}
	b.missing()
}

// missing lists the things that closing requires and nobody has done.
func (b *builder) missing() {
	var items []string
	for _, i := range b.Case.ClosureChecklist() {
		if !i.Done {
			items = append(items, upperFirst(plainWords(i.Name))+": "+i.Why)
		}
	}
	if len(items) > 0 {
		b.heading(3, "Missing from the closure")
		b.list(items)
	}
}

func view(it *cases.Item, field string) string {
	if why := it.Str(field + "_not_sought"); why != "" {
		return "not sought: " + why
	}
	return it.Str(field)
}

func transferReview(r cases.TransferReview) string {
	by := labelled("reviewed by ", r.By)
	switch {
	case r.Needed == "":
		return ""
	case r.Goes():
		return join("; ", "to "+r.Agency+r.WithTerm(), r.Reason, by)
	}
	return join("; ", "not needed", r.Reason, by)
}

// retention returns until when the case is kept, and why.
func (p *Page) retention() string {
	c, r := p.Case, p.Case.Retention
	until := "no date yet"
	if !r.Until.IsZero() {
		until = "until " + day(r.Until)
	}
	if c.Closure == nil && (c.Docket == nil || c.Docket.ServiceEnded.IsZero()) {
		return "the date is set when the case closes"
	}
	review := ""
	if r.Review {
		review = "to be looked at before disposal"
	}
	return join("; ", until, r.Why, review)
}
