package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"casefile/internal/cases"
	"casefile/internal/duty"
	"casefile/internal/record"
)

// Due is a list of duties with their deadlines, or of what was done late.
type Due struct {
	Work   *duty.Work
	List   []duty.Duty    // in the order of duty.ByDue
	Past   []duty.WasLate // what was done late; Late shows only this
	About  string         // whose list it is: for Asha Rao
	Reader string         // the member whose calendar it is; "" for several members
	Single bool           // about one case
	Late   bool
	Within int       // how many days ahead it looks; -1 = without end
	Made   time.Time // when it was asked for
	Tip    string    // the commit up to which the record was verified
	Width  int       // of the terminal; 0 = 100
	Copy   bool      // it leaves the screen of the person who asked
	// NotRead lists parts that could not be read, besides the cases that Work could not open.
	NotRead []cases.NotRead
}

func (d *Due) zone() *time.Location { return d.Work.World.Policy.Zone() }

func (d *Due) today() record.Date { return d.Work.World.Policy.Today(d.Work.World.Now) }

// day returns the day on which a duty is due.
func (d *Due) day(t *duty.Duty) record.Date { return d.Work.World.Policy.Today(t.Due) }

func (d *Due) name(member string) string { return d.Work.World.Team.Name(member) }

// Take takes the duties, or what was done late, of the people in question. nil selects everybody.
func (d *Due) Take(mine func(duty.Duty) bool, late func(duty.WasLate) bool) {
	if d.Late {
		for _, l := range duty.DoneLate(d.Work.Facts, d.Work.World) {
			if late == nil || late(l) {
				d.Past = append(d.Past, l)
			}
		}
		return
	}
	all, n := duty.ByDue(d.Work.List), 0
	for i := range all {
		t := &all[i]
		if (mine == nil || mine(*t)) && d.Work.World.Within(*t, d.Within) {
			all[n] = *t
			n++
		}
	}
	d.List = all[:n]
}

// Sheet returns the list as a report about many cases.
func (d *Due) Sheet(f Format) Sheet {
	s := Sheet{
		Name:  "due",
		Title: "Due",
		About: d.About,
		AsAt:  d.Work.World.Now,
		Made:  d.Made,
		Zone:  d.zone(),
		Tip:   d.Tip,
		Width: d.Width,

		NotRead: d.NotRead,
	}
	if d.Within >= 0 {
		s.Scope = "within " + record.Plural(d.Within, "day", "days")
	}
	if d.Late {
		s.Name, s.Title = "due-late", "Done late"
		s.Parts = []Part{d.pastPart(f)}
	} else {
		s.Parts = d.parts(f)
	}
	if len(d.Work.Unread) > 0 {
		s.Parts = append(s.Parts, d.unreadPart())
	}
	s.Copy, s.Parts[0].Shield = d.Copy, cases.Shields(d.Work.Shields...)
	return s
}

// parts returns the parts of the page: overdue, due today, due later, and waiting without a day.
func (d *Due) parts(f Format) []Part {
	parts := []Part{
		{Name: "overdue", Heading: "Overdue", None: "Nothing is overdue."},
		{Name: "today", Heading: "Today", None: "Nothing else is due today."},
		{Name: "next", Heading: "Next", None: "Nothing else is due."},
		{Name: "waits", Heading: "Waits, without a day"},
	}
	columns, today := make([][]dueColumn, len(parts)), d.today()
	for i := range parts {
		columns[i] = d.columns(f, i == 0)
		for _, c := range columns[i] {
			parts[i].Columns = append(parts[i].Columns, c.Column)
		}
	}
	for i := range d.List {
		t, at := &d.List[i], 2
		switch {
		case t.Due.IsZero():
			at = 3
		case t.Late > 0:
			at = 0
		case d.day(t) == today:
			at = 1
		}
		parts[at].Rows = append(parts[at].Rows, d.line(t, columns[at], f))
	}
	if len(parts[3].Rows) == 0 {
		parts = parts[:3]
	}
	return parts
}

// dueColumn is a column with the function that fills it.
type dueColumn struct {
	Column
	cell func(*duty.Duty) string
}

// columns returns the columns that a page has room for: lateness only for overdue duties, the case
// only for several cases. CSV has them all.
func (d *Due) columns(f Format, late bool) (out []dueColumn) {
	all := f == CSV
	put := func(c Column, cell func(*duty.Duty) string) { out = append(out, dueColumn{c, cell}) }
	put(Column{Title: "When", Name: "when"},
		func(t *duty.Duty) string { return d.when(t.Due, t.Day, f) })
	short := func(t *duty.Duty) string { return t.Short }
	switch {
	case all:
		put(Column{Title: "Case", Name: "case"},
			func(t *duty.Duty) string { return shownCase(t.Ref) })
		put(Column{Title: "Entry", Name: "entry"}, short)
	case d.Single:
		put(Column{Title: "Entry"}, short)
	default:
		put(Column{Title: "Case"}, func(t *duty.Duty) string {
			return strings.TrimSuffix(shownCase(t.Ref)+"/"+t.Short, "/")
		})
	}
	if all || !d.Single {
		put(Column{Title: "Name", Name: "name", Share: 2},
			func(t *duty.Duty) string { return t.Name })
	}
	put(Column{Title: "What", Name: "what", Share: 4}, func(t *duty.Duty) string { return t.What })
	if all || late {
		put(Column{Title: "Late", Name: "late", Share: 1},
			func(t *duty.Duty) string { return duty.LateWords(*t, d.Work.World) })
	}
	put(Column{Title: "Who", Name: "who", Share: 2}, d.who)
	return out
}

// shownCase returns a case with its hyphen; "" for none.
func shownCase(ref record.Ref) string {
	if ref.Case == "" {
		return ""
	}
	return ref.Case.String()
}

func (d *Due) line(t *duty.Duty, columns []dueColumn, f Format) Line {
	l := Line{Cells: make([]string, len(columns))}
	if f.takesFields() {
		l.Fields = d.fields(t)
	}
	for i, c := range columns {
		l.Cells[i] = c.cell(t)
	}
	if t.Late > 0 {
		l.Class = "overdue"
	}
	return l
}

func (d *Due) fields(t *duty.Duty) map[string]any {
	return map[string]any{
		"case":         orNil(string(t.Ref.Case)),
		"entry":        orNil(string(t.Ref.Entry)),
		"name":         orNil(t.Name),
		"what":         t.What,
		"rule":         t.Rule,
		"due":          instantOrNil(t.Due),
		"day":          orNil(t.Day.String()),
		"since":        instantOrNil(t.Since),
		"overdue":      t.Late > 0,
		"late":         orNil(duty.LateWords(*t, d.Work.World)),
		"late_seconds": int64(t.Late.Seconds()),
		"member":       orNil(onlyOne(t.Whose)),
		"role":         orNil(t.Role),
		"whose":        append([]string{}, t.Whose...),
		"told":         append([]string{}, t.Told...),
		"why":          t.Why,
		"command":      orNil(t.Command),
	}
}

// onlyOne returns the one member whose duty something is; "" for several.
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

// who returns the members who must do a duty, and the reason if they stand in.
func (d *Due) who(t *duty.Duty) string {
	var names []string
	for _, id := range t.Whose {
		names = append(names, d.name(id))
	}
	out := cmp.Or(strings.Join(names, ", "), "NOBODY")
	if t.StandIn || t.Nobody() {
		out += " (" + strings.TrimPrefix(t.Why, "nobody is left to do it: ") + ")"
	}
	return out
}

// when returns a day, or an instant in the agency's zone. CSV has ISO 8601.
func (d *Due) when(at time.Time, day record.Date, f Format) string {
	if at.IsZero() {
		return ""
	}
	at = at.In(d.zone())
	form, clock := "Mon 2 Jan", " 15:04"
	switch {
	case f == CSV:
		form, clock = "2006-01-02", "T15:04Z07:00"
	case at.Year() != d.today().Year:
		form += " 2006"
	}
	if day.IsZero() {
		form += clock
	}
	return at.Format(form)
}

// wholeDay returns the day of an instant that stands for a whole day: the day's first. It returns
// zero for any other instant.
func (d *Due) wholeDay(at time.Time) record.Date {
	day := record.DateOf(at.In(d.zone()))
	if !at.Equal(day.At(d.zone())) {
		return record.Date{}
	}
	return day
}

// pastPart lists the things that were done late.
func (d *Due) pastPart(f Format) Part {
	p := Part{
		Name: "late",
		None: "Nothing was done late.",
		Columns: []Column{
			{Title: "Done", Name: "done"},
			{Title: "Case", Name: "case"},
			{Title: "Name", Name: "name", Share: 2},
			{Title: "What", Name: "what", Share: 4},
			{Title: "Late by", Name: "late", Share: 2},
			{Title: "Who", Name: "who", Share: 2},
		},
	}
	corrected := func(l duty.WasLate) bool { return l.Corrected != "" }
	wide := f == CSV || slices.ContainsFunc(d.Past, corrected)
	if wide {
		p.Columns = slices.Insert(p.Columns, 5,
			Column{Title: "Corrected", Name: "corrected", Share: 4})
	}
	one := d.Single && f != CSV // the title names the case
	if one {
		p.Columns = slices.Replace(p.Columns, 1, 3, Column{Title: "Entry"})
	}
	for _, l := range d.Past {
		p.Rows = append(p.Rows, Line{
			Cells: []string{
				d.when(l.Answered, d.wholeDay(l.Answered), f),
				l.Ref.Case.String(),
				l.Name,
				l.What,
				l.By,
				d.name(l.AnsweredBy),
			},
			Fields: map[string]any{
				"case":   string(l.Ref.Case),
				"entry":  string(l.Ref.Entry),
				"name":   orNil(l.Name),
				"what":   l.What,
				"rule":   l.Rule,
				"due":    l.Due.UTC(),
				"done":   l.Answered.UTC(),
				"late":   l.By,
				"member": l.AnsweredBy,
				// late, or late_corrected where the correction was endorsed
				"standing":  l.Timeliness().String(),
				"corrected": orNil(l.Corrected),
			}})
		if wide {
			row := &p.Rows[len(p.Rows)-1]
			row.Cells = slices.Insert(row.Cells, 5, l.Corrected)
		}
		if one {
			row := &p.Rows[len(p.Rows)-1]
			row.Cells = slices.Replace(row.Cells, 1, 3, l.Short)
		}
	}
	return p
}

func (d *Due) unreadPart() Part {
	p := Part{Name: "unread", Heading: "Not read", Columns: []Column{{Title: "Case", Name: "case"}},
		Notices: []string{
			fmt.Sprintf(
				"%s could not be opened, and what is due there is not in this list.",
				record.Plural(len(d.Work.Unread), "case", "cases"),
			),
		}}
	for _, id := range d.Work.Unread {
		p.Rows = append(
			p.Rows,
			Line{Cells: []string{id.String()}, Fields: map[string]any{"case": string(id)}},
		)
	}
	return p
}
