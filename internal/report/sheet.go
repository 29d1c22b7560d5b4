package report

import (
	"io"
	"slices"
	"time"

	"casefile/internal/cases"
)

// Sheet is a report about many cases: it is shown in every format in which the
// report of one case is. Its texts are as the record has them.
type Sheet struct {
	Name       string // of its JSON: casefile/<Name>/1
	Title      string // Caseload
	About      string // whose it is, in the place of a case and its subject
	Scope      string // open cases only
	AsAt, Made time.Time
	Zone       *time.Location // the agency's; nil = UTC
	Tip        string         // the commit up to which the record was verified
	Agency     string
	Width      int  // of the terminal; 0 = 100
	Copy       bool // it leaves the screen of the person who asked, as text too
	Parts      []Part
	NotRead    []cases.NotRead // what the parts lack, of the cases that they are about
}

// Part is one part of a sheet, in the order of its fields; what is empty is
// left out.
type Part struct {
	Name    string   // of its rows in JSON
	Heading string   // "" for the only part
	Notices []string // must not be overlooked
	Para    string
	Before  []Column // in front, in CSV alone: what a heading says on a page
	Columns []Column
	Rows    []Line
	None    string // said where there is no row
	List    []string
	Code    []string      // commands, as they are typed
	Shield  *cases.Shield // covers what the cases that it is about protect; nil = nothing
}

// Column is one column of a part. Share is its part of the room that is left
// where not everything fits; 0 = it keeps its width.
type Column struct {
	Title string // for people
	Name  string // in CSV
	Share int
	Notes bool // the notes of lines stand in it, and not in the last
}

// Line is one row. Fields is what JSON says of it, and may lack for other formats (see
// takesFields). Group, where it changes, is a
// line of its own above the row on a screen.
type Line struct {
	Before []string // in the columns that CSV alone has
	Cells  []string
	Notes  []string // below the cell of the column for them, else below the last
	Group  string
	Class  string // fault, overdue or ""
	Fields map[string]any
}

// takesFields reports whether a sheet in this format looks at the fields of its lines.
func (f Format) takesFields() bool { return f == JSON || f == CSV }

// WriteSheet writes a sheet. CSV holds the rows of all parts that have the
// columns of the first.
func WriteSheet(w io.Writer, f Format, s Sheet) error {
	return shown{
		what:     "the " + s.Name,
		formats:  s.formats(),
		document: func(bool) *document { return s.document() },
		data:     func() any { return s.data() },
		table:    s.table,
		width:    s.Width,
		copied:   s.Copy,
		shield:   s.shield(),
	}.write(w, f)
}

// formats returns those in which a sheet is written: one without rows is no table.
func (s Sheet) formats() []Format {
	out := []Format{Text, Markdown, HTML, JSON}
	if s.table() != nil {
		out = append(out, CSV)
	}
	return out
}

// shield covers what any of its cases protects, in all its parts: brothers and sisters
// share an address.
func (s Sheet) shield() *cases.Shield {
	var all []*cases.Shield
	for _, p := range s.Parts {
		all = append(all, p.Shield)
	}
	return cases.Shields(all...).Keeping(s.Agency)
}

func (s Sheet) document() *document {
	zone := s.Zone
	if zone == nil {
		zone = time.UTC
	}
	b := &builder{Page: &Page{Zone: zone}}
	b.doc = document{Title: s.Title, Scope: s.Scope, Case: s.About, Tip: s.Tip, Agency: s.Agency,
		AsAt: b.instant(s.AsAt)}
	if !s.Made.IsZero() && b.instant(s.Made) != b.doc.AsAt {
		b.doc.Made = b.instant(s.Made)
	}
	if len(s.NotRead) > 0 {
		b.notice(s.notReadNotice())
	}
	for _, p := range s.Parts {
		if len(s.NotRead) > 0 && p.None != "" {
			p.None = among(p.None)
		}
		b.part(p)
	}
	if len(s.NotRead) > 0 {
		b.part(s.notReadPart())
	}
	return &b.doc
}

func (b *builder) part(p Part) {
	if p.Heading != "" {
		b.heading(2, p.Heading)
	}
	for _, n := range p.Notices {
		b.notice(n)
	}
	if p.Para != "" {
		b.para(p.Para)
	}
	if len(p.Columns) > 0 {
		var t table // the heading above is its caption
		for _, c := range p.Columns {
			t.Columns = append(t.Columns, column{Title: c.Title, Share: c.Share})
		}
		for _, l := range p.Rows {
			r := row{Cells: cells(l.Cells...), Group: l.Group, Class: l.Class}
			at := slices.IndexFunc(p.Columns, func(c Column) bool { return c.Notes })
			if at < 0 {
				at = len(r.Cells) - 1
			}
			if at >= 0 {
				r.Cells[at].Notes = l.Notes
			}
			t.Rows = append(t.Rows, r)
		}
		b.table(t, p.None)
	}
	if len(p.List) > 0 {
		b.list(p.List)
	}
	if len(p.Code) > 0 {
		b.add(block{Code: p.Code})
	}
}

func (s Sheet) data() map[string]any {
	out := map[string]any{"schema": "casefile/" + s.Name + "/1", "as_at": s.AsAt.UTC(),
		"tip": s.Tip}
	for _, p := range s.Parts {
		if len(p.Columns) == 0 || p.Name == "" {
			continue
		}
		rows, _ := out[p.Name].([]map[string]any) // parts of one name are one list
		if rows == nil {
			rows = []map[string]any{}
		}
		for _, l := range p.Rows {
			rows = append(rows, l.Fields)
		}
		out[p.Name] = rows
	}
	if len(s.NotRead) > 0 {
		out[notReadName] = NotReadData(s.NotRead)
	}
	return out
}

// table returns the rows of all parts that have the columns of the first.
func (s Sheet) table() [][]string {
	var out [][]string
	var lines []Line
	var head []Column
	for _, p := range s.Parts {
		if len(p.Columns) == 0 {
			continue
		}
		if head == nil {
			head = append(slices.Clone(p.Before), p.Columns...)
			var names []string
			for _, c := range head {
				names = append(names, c.Name)
			}
			out = append(out, names)
		}
		if !sameColumns(head, append(slices.Clone(p.Before), p.Columns...)) {
			continue
		}
		for _, l := range p.Rows {
			out = append(out, append(slices.Clone(l.Before), l.Cells...))
		}
		lines = append(lines, p.Rows...)
	}
	return s.withNotRead(out, lines)
}

func sameColumns(a, b []Column) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].Name != b[i].Name {
			return false
		}
	}
	return true
}
