package cli

import (
	"fmt"
	"strings"
	"time"

	"casefile/internal/cases"
	"casefile/internal/record"
	"casefile/internal/report"
)

// sheet draws the rows.
func (m *merging) sheet(rows []cases.Merged) report.Sheet {
	p := report.Part{Name: "rows", Heading: "What happened, and who says so", None: "No entry yet.",
		Columns: []report.Column{{Title: "When", Name: "when"}, {Title: "Age", Name: "age"}, {Title: "±", Name: "impact"},
			{Title: "Event", Name: "event", Share: 5}, {Title: "Of", Name: "of", Share: 2}, {Title: "Source", Name: "source", Share: 3},
			{Title: "Action", Name: "action", Share: 3}, {Title: "Perhaps the same", Name: "same_as", Share: 3}}}
	for _, r := range rows {
		p.Rows = append(p.Rows, m.line(r, rows))
	}
	parts := []report.Part{p}
	if len(m.unread) > 0 {
		parts = append(parts, report.Part{Name: "not_shown", Heading: "Rows of tables that are not shown", Rows: m.unread,
			Columns: []report.Column{{Title: "Of", Name: "of"}, {Title: "Line", Name: "line"}, {Title: "Why", Name: "why", Share: 5}}})
	}
	scope := "significant entries only"
	if m.options.all {
		scope = "all entries"
	}
	return report.Sheet{Name: "merged-chronology", Title: "Merged chronology", About: strings.Join(m.about, "; "), Scope: scope,
		AsAt: m.main.Now, Made: m.book.Asked(), Zone: m.book.Policy().Zone(), Tip: m.book.Tip(), Width: m.app.Width, Parts: parts}
}

func (m *merging) line(r cases.Merged, all []cases.Merged) report.Line {
	source := r.Source
	switch {
	case r.Withheld && source != "" && m.copied:
		source = "withheld"
	case r.Withheld && source != "":
		source += "*"
	}
	var same, short []string
	for _, i := range r.Same {
		same, short = append(same, place(all[i])), append(short, m.shortPlace(all[i], all))
	}
	l := report.Line{Group: fmt.Sprint(r.Day.Year), Notes: remarks(r), Cells: []string{m.when(r.Row), r.Age, sign(r.Impact), r.Event,
		m.shortOf(r), source, r.Action, strings.Join(short, ", ")},
		Fields: map[string]any{"when": r.When, "day": r.Day, "age": r.Age, "impact": r.Impact, "event": r.Event, "of": r.Of, "source": source,
			"withheld": r.Withheld, "action": r.Action, "place": place(r), "same_as": noneOr(same), "kind": r.Kind, "endorsed": strings.Trim(r.Endorsement.Text(), "-")}}
	if r.Fault != "" {
		l.Class = "fault"
	}
	return l
}

func noneOr(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

// place is where a row can be looked up.
func place(r cases.Merged) string {
	if r.Line > 0 {
		return fmt.Sprintf("%s, line %d", r.Of, r.Line)
	}
	return r.Entry.String()
}

// shortPlace is the same on a screen, where room is scarce.
func (m *merging) shortPlace(r cases.Merged, all []cases.Merged) string {
	if m.copied || r.Line > 0 {
		return place(r)
	}
	var ids []record.ID
	for _, o := range all {
		if o.Of == r.Of {
			ids = append(ids, o.Entry.Entry)
		}
	}
	return m.shortOf(r) + "/" + record.Short(r.Entry.Entry, ids)
}

func (m *merging) shortOf(r cases.Merged) string {
	if m.copied || r.Line > 0 {
		return r.Of
	}
	return string(r.Entry.Case)[:record.MinPrefix]
}

// remarks are those of a row that a single chronology shows too.
func remarks(r cases.Merged) []string {
	var out []string
	if r.Fault != "" {
		out = append(out, "REFUSED by the history rules: "+r.Fault)
	}
	if len(r.Joint) > 0 {
		out = append(out, "JOINT with "+strings.Join(r.Joint, ", "))
	}
	if r.Late > 0 {
		out = append(out, "recorded late")
	}
	if r.Amended {
		out = append(out, "amended")
	}
	if r.Returned {
		out = append(out, "returned by a manager")
	}
	return out
}

func sign(impact string) string {
	return map[string]string{"positive": "+", "negative": "−"}[impact]
}

// when is when it happened, as exactly as its author knew it; on a screen the year
// stands above the rows.
func (m *merging) when(r cases.Row) string {
	day, zone := "2 Jan 2006", m.book.Policy().Zone()
	if !m.copied {
		day = "2 Jan"
	}
	point := func(p record.Point) string {
		if p.Time.IsZero() {
			return p.Date.At(time.UTC).Format(day)
		}
		return p.Time.In(zone).Format(day + " 15:04")
	}
	switch {
	case r.When.IsZero():
		return point(record.Point{Date: r.Day})
	case r.When.About:
		return r.When.String()
	case r.When.From != r.When.To:
		return point(r.When.From) + " to " + point(r.When.To)
	}
	return point(r.When.From)
}
