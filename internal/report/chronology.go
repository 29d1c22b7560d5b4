package report

import (
	"fmt"
	"slices"
	"time"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// buildChronology lists events in the order in which they happened.
func buildChronology(b *builder) {
	b.doc.Title = "Chronology"
	b.doc.Scope = "significant entries only"
	switch {
	case b.Given: // the copy does not say what it leaves out
		b.doc.Scope = "what this copy shows"
	case b.All:
		b.doc.Scope = "all entries"
	}
	rows := b.Case.Chronology(!b.All)
	t := table{Caption: "What happened, in the order in which it happened",
		Columns: chronologyColumns()}
	for _, r := range rows {
		t.Rows = append(t.Rows, b.chronologyRow(r))
	}
	b.table(t, noRows(!b.All && !b.Given && len(b.Case.Chronology(false)) > 0))
	if slices.ContainsFunc(rows, func(r cases.Row) bool { return r.Withheld }) {
		b.para(b.withheldNote())
	}
}

// noRows returns the sentence for a chronology without rows. It must not suggest that there are no
// entries where only significant ones are shown.
func noRows(others bool) string {
	if others {
		return "No entry is significant. With --all the chronology has every one."
	}
	return "No entry yet."
}

func (b *builder) withheldNote() string {
	if !b.copied {
		return "* anonymous or confidential: left out of copies"
	}
	return "Withheld: the source is anonymous or confidential and is left out of copies."
}

func chronologyColumns() []column {
	return []column{{Title: "When"}, {Title: "Age"}, {Title: "±", Spoken: "Impact"},
		{Title: "Event", Share: 5},
		{Title: "Source", Share: 3}, {Title: "Action", Share: 4}, {Title: "Endorsed", Share: 3},
		{Title: "Entry"}}
}

func (b *builder) chronologyRow(r cases.Row) row {
	out := row{Group: fmt.Sprint(r.Day.Year)}
	when := b.when(r.When, !b.screen, !b.screen)
	if when == "" { // an entry without a time of its own is shown by its recording
		when = short(day(r.Day), b.screen)
	}
	if r.Fault != "" {
		out.Class = "fault"
	}
	sign := impact(r.Impact)
	out.Cells = []cell{{Text: when}, {Text: r.Age}, {Text: sign, Spoken: r.Impact},
		{Text: r.Event, Notes: append(b.ownMarks(r), b.marks(r)...)}, {Text: b.source(r)},
		{Text: r.Action},
		b.endorsed(r), {Text: b.short(r.Entry.Entry)}}
	return out
}

// source returns the sources of an account. Copies omit an anonymous or confidential source.
func (b *builder) source(r cases.Row) string {
	switch {
	case !r.Withheld || r.Source == "":
		return r.Source
	case !b.copied:
		return r.Source + "*"
	}
	return "withheld"
}

// impact returns the sign that practitioners use. The minus is U+2212, as wide as the plus.
func impact(s string) string {
	switch s {
	case "positive":
		return "+"
	case "negative":
		return "−"
	}
	return ""
}

// marks returns the remarks below an event.
func (p *Page) marks(r cases.Row) []string {
	var out []string
	if r.Erased != nil {
		out = append(out, p.erasedWords(r.Erased))
	}
	out = append(out, faultMarks(r)...)
	if len(r.Joint) > 0 {
		out = append(out, "JOINT with "+join(", ", r.Joint...))
	}
	if r.Item != nil && len(r.Item.Origin) > 0 {
		out = append(out, p.origin(r.Item.Origin[0]))
	}
	if r.Item != nil && r.Item.Adopter() != "" {
		out = append(out, "recorded by "+p.by(r.Item))
	}
	out = append(out, p.referralMarks(r.Referral)...)
	out = append(out, p.concernMarks(r.Concern)...)
	if r.SeenOnly {
		out = append(out, p.seenOnly(r.By))
	}
	if r.Late > 0 {
		out = append(out, "recorded late"+labelled(": ", p.dayOf(firstRecorded(r))))
	}
	if !r.Reached.IsZero() {
		out = append(out, "reached the record "+p.instant(r.Reached))
	}
	if r.ForkedFrom != "" && !p.Given {
		out = append(out, "RECORDED APART: "+r.ForkedFrom)
	}
	if words := p.amendedBy(r); words != "" {
		out = append(out, words)
	}
	if r.Returned {
		out = append(out, "returned by a manager")
	}
	return out
}

// faultMarks says why an entry has no text: a fault in history, or a loss in this copy only.
func faultMarks(r cases.Row) []string {
	switch {
	case r.Item != nil && r.Item.FileLost != "":
		return []string{"FILE NOT READ: " + r.Item.FileLost}
	case r.Fault == "":
		return nil
	case r.Item != nil && r.Item.Lost:
		return []string{"NOT READ: " + r.Fault}
	}
	return []string{"REFUSED by the history rules: " + r.Fault}
}

// erasedWords says who erased an entry, and never what the entry said.
func (p *Page) erasedWords(t *cases.Tombstone) string {
	return join(", ", "erased "+p.dayOf(t.At)+" by "+p.name(t.By),
		"asked for by "+p.forAuthor(t.Asked, t.Adopted),
		labelled("endorsed by ", p.names(t.Endorsed)))
}

// origin says when and by whom an entry was recorded elsewhere before.
func (p *Page) origin(o record.Origin) string {
	if o.Recorded.IsZero() {
		return join(", ", "from a table", labelled("line ", number(o.Row)))
	}
	by := o.By
	if o.Agency == "" { // in another case of this agency
		by = p.name(o.By)
	}
	return join(" ", "recorded elsewhere", p.dayOf(o.Recorded), labelled("by ", by))
}

// firstRecorded returns the time at which the event was first written down, before any amendment.
func firstRecorded(r cases.Row) time.Time {
	if len(r.History) > 0 {
		return r.History[0].FirstRecorded()
	}
	if r.Item == nil { // a row of a table
		return r.Recorded
	}
	return r.Item.FirstRecorded()
}

// endorsed returns the managers' verdicts, and what is still missing.
func (b *builder) endorsed(r cases.Row) cell {
	c := cell{Text: r.Endorsement.Text()}
	if w := b.waiting(r.Endorsement); w != "" {
		c.Notes = []string{w}
	}
	return c
}

// waiting says whose endorsement is missing, and since when.
func (p *Page) waiting(e cases.Endorsement) string {
	if len(e.Missing) == 0 || e.WaitingSince.IsZero() || e.State == cases.NoSecondPerson ||
		p.Given {
		return ""
	}
	if !e.Due.IsZero() && p.Case.Now.After(e.Due) {
		return e.Missing[0] + " overdue since " + p.dayOf(e.Due)
	}
	return e.Missing[0] + " waits since " + p.dayOf(e.WaitingSince)
}
