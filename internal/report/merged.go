package report

import (
	"fmt"
	"strings"
	"time"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// Merged is several chronologies in one: of cases, and of other agencies' tables.
type Merged struct {
	Rows   []cases.Merged
	About  []string // the people that it is about, in the order of the command
	Unread []UnreadRow
	All    bool      // every entry, not only the significant ones
	Others bool      // there are other entries, which are not significant and not shown
	Copied bool      // it leaves the screen of the person who asked
	AsAt   time.Time // the instant that it is about
	Made   time.Time // when it was asked for
	Zone   *time.Location
	Names  map[string]string // of members
	Tip    string            // the commit up to which the record was verified
	Width  int               // of the terminal; 0 = 100
	Shield *cases.Shield     // covers what any of the cases protects, even in the tables
}

// UnreadRow is a row of a table that is not shown because it has a fault. If it were missing
// without a word, readers would think that it never existed.
type UnreadRow struct {
	Of   string // the agency
	Line int
	Why  string
}

// Sheet returns the rows as a report about many cases.
func (m *Merged) Sheet() Sheet {
	p := Part{Name: "rows", Shield: m.Shield, Heading: "What happened, and who says so",
		None: noRows(m.Others),
		Columns: []Column{
			{Title: "When", Name: "when"},
			{Title: "Age", Name: "age"},
			{Title: "±", Name: "impact"},
			{
				Title: "Event",
				Name:  "event",
				Share: 5,
				Notes: true,
			},
			{Title: "Of", Name: "of", Share: 2},
			{Title: "Source", Name: "source", Share: 3},
			{
				Title: "Action",
				Name:  "action",
				Share: 3,
			},
			{Title: "Perhaps the same", Name: "same_as", Share: 3},
		}}
	for _, r := range m.Rows {
		p.Rows = append(p.Rows, m.line(r))
	}
	parts := []Part{p}
	if len(m.Unread) > 0 {
		parts = append(
			parts,
			Part{Name: "not_shown", Heading: "Rows of tables that are not shown", Rows: m.unread(),
				Columns: []Column{
					{Title: "Of", Name: "of"},
					{Title: "Line", Name: "line"},
					{Title: "Why", Name: "why", Share: 5},
				}},
		)
	}
	scope := "significant entries only"
	if m.All {
		scope = "all entries"
	}
	return Sheet{
		Name:  "merged-chronology",
		Title: "Merged chronology",
		About: strings.Join(m.About, "; "),
		Scope: scope,
		AsAt:  m.AsAt,
		Made:  m.Made,
		Zone:  m.Zone,
		Tip:   m.Tip,
		Width: m.Width,
		Copy:  m.Copied,
		Parts: parts,
	}
}

func (m *Merged) line(r cases.Merged) Line {
	source := r.Source
	switch {
	case r.Withheld && source != "" && m.Copied:
		source = "withheld"
	case r.Withheld && source != "":
		source += "*"
	}
	var same, short []string
	for _, i := range r.Same {
		same, short = append(same, place(m.Rows[i])), append(short, m.shortPlace(m.Rows[i]))
	}
	l := Line{
		Group: fmt.Sprint(r.Day.Year),
		Notes: m.remarks(r),
		Cells: []string{m.when(r.Row), r.Age, sign(r.Impact), r.Event,
			m.shortOf(r), source, r.Action, strings.Join(short, ", ")},
		Fields: map[string]any{
			"when":     r.When,
			"day":      r.Day,
			"age":      r.Age,
			"impact":   r.Impact,
			"event":    r.Event,
			"of":       r.Of,
			"source":   source,
			"withheld": r.Withheld,
			"action":   r.Action,
			"place":    place(r),
			"same_as":  noneOr(same),
			"kind":     r.Kind,
			"endorsed": strings.Trim(r.Endorsement.Text(), "-"),
		},
	}
	if r.Fault != "" {
		l.Class = "fault"
	}
	return l
}

func (m *Merged) unread() []Line {
	var out []Line
	for _, u := range m.Unread {
		out = append(out, Line{Cells: []string{u.Of, fmt.Sprint(u.Line), u.Why},
			Fields: map[string]any{"of": u.Of, "line": u.Line, "reason": u.Why}})
	}
	return out
}

func noneOr(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

// place returns the place where a row can be looked up.
func place(r cases.Merged) string {
	if r.Line > 0 {
		return fmt.Sprintf("%s, line %d", r.Of, r.Line)
	}
	return r.Entry.String()
}

// shortPlace returns the place in fewer characters, for a screen.
func (m *Merged) shortPlace(r cases.Merged) string {
	if m.Copied || r.Line > 0 {
		return place(r)
	}
	var ids []record.ID
	for _, o := range m.Rows {
		if o.Of == r.Of {
			ids = append(ids, o.Entry.Entry)
		}
	}
	return m.shortOf(r) + "/" + record.Short(r.Entry.Entry, ids)
}

func (m *Merged) shortOf(r cases.Merged) string {
	if m.Copied || r.Line > 0 {
		return r.Of
	}
	return string(r.Entry.Case)[:record.MinPrefix]
}

// remarks returns the remarks that a chronology of one case has too.
func (m *Merged) remarks(r cases.Merged) []string {
	out := (&Page{Names: m.Names, Zone: m.Zone}).marks(r.Row)
	if r.Amended && r.Item == nil { // tables don't say who
		out = append(out, "amended")
	}
	return out
}

func sign(impact string) string {
	return map[string]string{"positive": "+", "negative": "−"}[impact]
}

// when returns the time of an event, as exactly as its author knew it. On a screen the year is
// above the rows.
func (m *Merged) when(r cases.Row) string {
	if r.When.IsZero() {
		return pointWords(record.Point{Date: r.Day}, m.Copied, false)
	}
	return occurredIn(m.Zone, r.When, m.Copied, true)
}
