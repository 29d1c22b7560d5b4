package cli

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"casefile/internal/cases"
	"casefile/internal/policy"
	"casefile/internal/record"
	"casefile/internal/report"
)

func (d *duties) sort() {
	slices.SortStableFunc(d.list, func(a, b duty) int {
		return cmp.Or(a.Due.Compare(b.Due), cmp.Compare(a.Ref.Case, b.Ref.Case), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Ref.Entry, b.Ref.Entry))
	})
	slices.SortStableFunc(d.past, func(a, b wasLate) int {
		return cmp.Or(a.Done.Compare(b.Done), cmp.Compare(a.Ref.Case, b.Ref.Case), cmp.Compare(a.Rule, b.Rule))
	})
}

// sheet is the answer as a report about many cases.
func (d *duties) sheet(f report.Format, width int) report.Sheet {
	s := report.Sheet{Name: "due", Title: "Due", About: d.about, AsAt: d.b.Now(), Made: d.b.Asked(), Zone: d.b.Policy().Zone(), Tip: d.b.Tip(), Width: width}
	if d.o.days >= 0 {
		s.Scope = "within " + counted(d.o.days, "day")
	}
	if d.o.late {
		s.Name, s.Title = "due-late", "Done late"
		s.Parts = []report.Part{d.pastPart(f)}
	} else {
		s.Parts = d.parts(f)
	}
	if len(d.unread) > 0 {
		s.Parts = append(s.Parts, d.unreadPart())
	}
	return s
}

// parts are what is overdue, due today, and due later.
func (d *duties) parts(f report.Format) []report.Part {
	parts := []report.Part{
		{Name: "overdue", Heading: "Overdue", None: "Nothing is overdue."},
		{Name: "today", Heading: "Today", None: "Nothing else is due today."},
		{Name: "next", Heading: "Next", None: "Nothing else is due."},
	}
	for i := range parts {
		for _, c := range d.columns(f, i == 0) {
			parts[i].Columns = append(parts[i].Columns, c.Column)
		}
	}
	for _, t := range d.list {
		at := 2
		switch {
		case t.Overdue:
			at = 0
		case d.day(t.Deadline) == d.today:
			at = 1
		}
		parts[at].Rows = append(parts[at].Rows, d.line(t, f))
	}
	return parts
}

// dueColumn is a column with what stands in it.
type dueColumn struct {
	report.Column
	cell func(duty) string
}

// columns are those that a page has room for: the lateness where things are
// late, the case where there are several. A table for machines has them all.
func (d *duties) columns(f report.Format, late bool) []dueColumn {
	all := f == report.CSV
	out := []dueColumn{{report.Column{Title: "When", Name: "when"}, func(t duty) string { return d.when(t.Due, t.Day, f) }}}
	switch {
	case all:
		out = append(out, dueColumn{report.Column{Title: "Case", Name: "case"}, func(t duty) string { return shownCase(t.Ref) }},
			dueColumn{report.Column{Title: "Entry", Name: "entry"}, func(t duty) string { return t.Short }})
	case d.single:
		out = append(out, dueColumn{report.Column{Title: "Entry"}, func(t duty) string { return t.Short }})
	default:
		out = append(out, dueColumn{report.Column{Title: "Case"}, func(t duty) string { return strings.TrimSuffix(shownCase(t.Ref)+"/"+t.Short, "/") }})
	}
	if all || !d.single {
		out = append(out, dueColumn{report.Column{Title: "Name", Name: "name", Share: 2}, func(t duty) string { return t.name }})
	}
	out = append(out, dueColumn{report.Column{Title: "What", Name: "what", Share: 4}, func(t duty) string { return t.What }})
	if all || late {
		out = append(out, dueColumn{report.Column{Title: "Late", Name: "late", Share: 1}, func(t duty) string { return t.late }})
	}
	return append(out, dueColumn{report.Column{Title: "Who", Name: "who", Share: 2}, func(t duty) string { return d.who(t.Deadline) }})
}

// shownCase is a case as people type it, "" where there is none.
func shownCase(ref record.Ref) string {
	if ref.Case == "" {
		return ""
	}
	return ref.Case.String()
}

func (d *duties) line(t duty, f report.Format) report.Line {
	l := report.Line{Fields: map[string]any{"case": orNil(string(t.Ref.Case)), "entry": orNil(string(t.Ref.Entry)), "name": orNil(t.name), "what": t.What,
		"rule": t.Rule, "due": t.Due.UTC(), "day": orNil(t.Day.String()), "overdue": t.Overdue, "late": orNil(t.late),
		"late_seconds": int64(t.LateBy.Seconds()), "member": orNil(t.Member), "role": orNil(t.Role)}}
	for _, c := range d.columns(f, t.Overdue) {
		l.Cells = append(l.Cells, c.cell(t))
	}
	if t.Overdue {
		l.Class = "overdue"
	}
	return l
}

// who is to see to a thing.
func (d *duties) who(t cases.Deadline) string {
	roles := map[string]string{cases.RoleLead: "safeguarding lead", cases.RoleRecords: "records", policy.Line: "line manager", policy.Senior: "senior manager"}
	if t.Member != "" {
		return nameOf(d.b, t.Member)
	}
	return roles[t.Role]
}

// when is a day, or an instant in the agency's zone: as people write it, and
// in tables for machines as ISO 8601 does.
func (d *duties) when(at time.Time, day record.Date, f report.Format) string {
	at = at.In(d.b.Policy().Zone())
	form, clock := "Mon 2 Jan", " 15:04"
	switch {
	case f == report.CSV:
		form, clock = "2006-01-02", "T15:04Z07:00"
	case at.Year() != d.today.Year:
		form += " 2006"
	}
	if day.IsZero() {
		form += clock
	}
	return at.Format(form)
}

// wholeDay is the day of an entry that says on which day and not at what hour: it
// stands for the day's first instant. Zero for any other instant.
func (d *duties) wholeDay(at time.Time) record.Date {
	day := record.DateOf(at.In(d.b.Policy().Zone()))
	if !at.Equal(day.At(d.b.Policy().Zone())) {
		return record.Date{}
	}
	return day
}

// pastPart lists what was done late.
func (d *duties) pastPart(f report.Format) report.Part {
	p := report.Part{Name: "late", None: "Nothing was done late.", Columns: []report.Column{{Title: "Done", Name: "done"}, {Title: "Case", Name: "case"},
		{Title: "Name", Name: "name", Share: 2}, {Title: "What", Name: "what", Share: 4}, {Title: "Late by", Name: "late", Share: 2}, {Title: "Who", Name: "who", Share: 2}}}
	for _, l := range d.past {
		p.Rows = append(p.Rows, report.Line{
			Cells: []string{d.when(l.Done, d.wholeDay(l.Done), f), l.Ref.Case.String(), l.name, l.What, l.By, nameOf(d.b, l.Member)},
			Fields: map[string]any{"case": string(l.Ref.Case), "entry": string(l.Ref.Entry), "name": orNil(l.name), "what": l.What, "rule": l.Rule,
				"due": l.Due.UTC(), "done": l.Done.UTC(), "late": l.By, "member": l.Member}})
	}
	return p
}

func (d *duties) unreadPart() report.Part {
	p := report.Part{Name: "unread", Heading: "Not read", Columns: []report.Column{{Title: "Case", Name: "case"}},
		Notices: []string{fmt.Sprintf("%s could not be opened, and what is due there is not in this list.", counted(len(d.unread), "case"))}}
	for _, id := range d.unread {
		p.Rows = append(p.Rows, report.Line{Cells: []string{id.String()}, Fields: map[string]any{"case": string(id)}})
	}
	return p
}
