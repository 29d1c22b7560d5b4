package cli

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"casefile/internal/duty"
	"casefile/internal/record"
	"casefile/internal/report"
)

// sheet is the answer as a report about many cases.
func (d *dueList) sheet(f report.Format, width int) report.Sheet {
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
	if len(d.work.unread) > 0 {
		s.Parts = append(s.Parts, d.unreadPart())
	}
	return s
}

// parts are what is overdue, due today, and due later.
func (d *dueList) parts(f report.Format) []report.Part {
	parts := []report.Part{
		{Name: "overdue", Heading: "Overdue", None: "Nothing is overdue."},
		{Name: "today", Heading: "Today", None: "Nothing else is due today."},
		{Name: "next", Heading: "Next", None: "Nothing else is due."},
		{Name: "waits", Heading: "Waits, without a day"},
	}
	for i := range parts {
		for _, c := range d.columns(f, i == 0) {
			parts[i].Columns = append(parts[i].Columns, c.Column)
		}
	}
	for _, t := range d.list {
		at := 2
		switch {
		case t.Due.IsZero():
			at = 3
		case t.Late > 0:
			at = 0
		case d.day(t) == d.today():
			at = 1
		}
		parts[at].Rows = append(parts[at].Rows, d.line(t, f))
	}
	if len(parts[3].Rows) == 0 {
		parts = parts[:3]
	}
	return parts
}

// dueColumn is a column with what stands in it.
type dueColumn struct {
	report.Column
	cell func(duty.Duty) string
}

// columns are those that a page has room for: the lateness where things are
// late, the case where there are several. A table for machines has them all.
func (d *dueList) columns(f report.Format, late bool) []dueColumn {
	all := f == report.CSV
	out := []dueColumn{{report.Column{Title: "When", Name: "when"}, func(t duty.Duty) string { return d.when(t.Due, t.Day, f) }}}
	switch {
	case all:
		out = append(out, dueColumn{report.Column{Title: "Case", Name: "case"}, func(t duty.Duty) string { return shownCase(t.Ref) }},
			dueColumn{report.Column{Title: "Entry", Name: "entry"}, func(t duty.Duty) string { return t.Short }})
	case d.single:
		out = append(out, dueColumn{report.Column{Title: "Entry"}, func(t duty.Duty) string { return t.Short }})
	default:
		out = append(out, dueColumn{report.Column{Title: "Case"}, func(t duty.Duty) string { return strings.TrimSuffix(shownCase(t.Ref)+"/"+t.Short, "/") }})
	}
	if all || !d.single {
		out = append(out, dueColumn{report.Column{Title: "Name", Name: "name", Share: 2}, func(t duty.Duty) string { return t.Name }})
	}
	out = append(out, dueColumn{report.Column{Title: "What", Name: "what", Share: 4}, func(t duty.Duty) string { return t.What }})
	if all || late {
		out = append(out, dueColumn{report.Column{Title: "Late", Name: "late", Share: 1}, func(t duty.Duty) string { return duty.LateWords(t, d.work.world) }})
	}
	return append(out, dueColumn{report.Column{Title: "Who", Name: "who", Share: 2}, func(t duty.Duty) string { return d.who(t) }})
}

// shownCase is a case as people type it, "" where there is none.
func shownCase(ref record.Ref) string {
	if ref.Case == "" {
		return ""
	}
	return ref.Case.String()
}

func (d *dueList) line(t duty.Duty, f report.Format) report.Line {
	l := report.Line{Fields: map[string]any{"case": orNil(string(t.Ref.Case)), "entry": orNil(string(t.Ref.Entry)), "name": orNil(t.Name), "what": t.What,
		"rule": t.Rule, "due": instantOrNil(t.Due), "day": orNil(t.Day.String()), "since": instantOrNil(t.Since), "overdue": t.Late > 0,
		"late": orNil(duty.LateWords(t, d.work.world)), "late_seconds": int64(t.Late.Seconds()), "member": orNil(onlyOne(t.Whose)), "role": orNil(t.Role),
		"whose": append([]string{}, t.Whose...), "told": append([]string{}, t.Told...), "why": t.Why, "command": orNil(t.Command)}}
	for _, c := range d.columns(f, t.Late > 0) {
		l.Cells = append(l.Cells, c.cell(t))
	}
	if t.Late > 0 {
		l.Class = "overdue"
	}
	return l
}

// onlyOne is the member whose duty something is, where it is one person's alone.
func onlyOne(whose []string) string {
	if len(whose) == 1 {
		return whose[0]
	}
	return ""
}

func instantOrNil(at time.Time) any {
	if at.IsZero() {
		return nil
	}
	return at.UTC()
}

// who is to see to a thing, and why, where another should have.
func (d *dueList) who(t duty.Duty) string {
	var names []string
	for _, id := range t.Whose {
		names = append(names, nameOf(d.b, id))
	}
	out := cmp.Or(strings.Join(names, ", "), "NOBODY")
	if t.StandIn || t.Nobody() {
		out += " (" + strings.TrimPrefix(t.Why, "nobody is left to do it: ") + ")"
	}
	return out
}

// when is a day, or an instant in the agency's zone: as people write it, and
// in tables for machines as ISO 8601 does.
func (d *dueList) when(at time.Time, day record.Date, f report.Format) string {
	if at.IsZero() {
		return ""
	}
	at = at.In(d.b.Policy().Zone())
	form, clock := "Mon 2 Jan", " 15:04"
	switch {
	case f == report.CSV:
		form, clock = "2006-01-02", "T15:04Z07:00"
	case at.Year() != d.today().Year:
		form += " 2006"
	}
	if day.IsZero() {
		form += clock
	}
	return at.Format(form)
}

// wholeDay is the day of an entry that says on which day and not at what hour: it
// stands for the day's first instant. Zero for any other instant.
func (d *dueList) wholeDay(at time.Time) record.Date {
	day := record.DateOf(at.In(d.b.Policy().Zone()))
	if !at.Equal(day.At(d.b.Policy().Zone())) {
		return record.Date{}
	}
	return day
}

// pastPart lists what was done late.
func (d *dueList) pastPart(f report.Format) report.Part {
	p := report.Part{Name: "late", None: "Nothing was done late.", Columns: []report.Column{{Title: "Done", Name: "done"}, {Title: "Case", Name: "case"},
		{Title: "Name", Name: "name", Share: 2}, {Title: "What", Name: "what", Share: 4}, {Title: "Late by", Name: "late", Share: 2}, {Title: "Who", Name: "who", Share: 2}}}
	for _, l := range d.past {
		p.Rows = append(p.Rows, report.Line{
			Cells: []string{d.when(l.Answered, d.wholeDay(l.Answered), f), l.Ref.Case.String(), l.Name, l.What, l.By, nameOf(d.b, l.AnsweredBy)},
			Fields: map[string]any{"case": string(l.Ref.Case), "entry": string(l.Ref.Entry), "name": orNil(l.Name), "what": l.What, "rule": l.Rule,
				"due": l.Due.UTC(), "done": l.Answered.UTC(), "late": l.By, "member": l.AnsweredBy}})
	}
	return p
}

func (d *dueList) unreadPart() report.Part {
	p := report.Part{Name: "unread", Heading: "Not read", Columns: []report.Column{{Title: "Case", Name: "case"}},
		Notices: []string{fmt.Sprintf("%s could not be opened, and what is due there is not in this list.", counted(len(d.work.unread), "case"))}}
	for _, id := range d.work.unread {
		p.Rows = append(p.Rows, report.Line{Cells: []string{id.String()}, Fields: map[string]any{"case": string(id)}})
	}
	return p
}
