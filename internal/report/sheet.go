package report

import (
	"io"
	"slices"
	"time"

	"casefile/internal/cases"
)

// Sheet is a report about many cases. It has every format that a report of one case has. Its texts
// are as the record has them.
type Sheet struct {
	Name       string // of its JSON: casefile/<Name>/1
	Title      string // Caseload
	About      string // what it is about, in place of a case and its subject
	Scope      string // open cases only
	AsAt, Made time.Time
	Zone       *time.Location // the agency's; nil = UTC
	Tip        string         // the commit up to which the record was verified
	Agency     string
	Width      int  // of the terminal; 0 = 100
	Copy       bool // its text leaves the screen of the person who asked
	Parts      []Part
	NotRead    []cases.NotRead // what the parts lack of their cases
}

// Part is one part of a sheet, in the order of its fields. Empty fields are left out.
type Part struct {
	Name    string   // of its rows in JSON
	Heading string   // "" for the only part
	Notices []string // must not be overlooked
	Para    string
	Before  []Column // first columns, only in CSV: what a heading says on a page
	Columns []Column
	Rows    []Line
	None    string // the sentence for a table without rows
	List    []string
	Code    []string      // commands, as they are typed
	Shield  *cases.Shield // covers what the cases of the part protect; nil = nothing
}

// Column is one column of a part. Share is its part of the remaining room if not everything fits; 0
// = it keeps its width.
type Column struct {
	Title string // for people
	Name  string // in CSV
	Share int
	Notes bool // the notes of lines are in this column, not in the last
}

// Line is one row. Fields is its JSON, and may be nil for formats that need none (see takesFields).
// On a screen, a new Group is a line of its own above the row.
type Line struct {
	Before []string // in the columns that only CSV has
	Cells  []string
	Notes  []string // below the cell of the column with Notes, else below the last
	Group  string
	Class  string // fault, overdue or ""
	Fields map[string]any
}

// takesFields reports whether a sheet in this format uses the fields of its lines.
func (f Format) takesFields() bool { return f == JSON || f == CSV }

// WriteSheet writes a sheet. CSV has the rows of all parts with the same columns as the first.
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

// formats returns the formats of a sheet. Without rows there is no CSV.
func (s Sheet) formats() []Format {
	out := []Format{Text, Markdown, HTML, JSON}
	if s.table() != nil {
		out = append(out, CSV)
	}
	return out
}

// shield covers in all parts what any of the cases protects: brothers and sisters share an address.
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
		rows, _ := out[p.Name].([]map[string]any) // parts of the same name make one list
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

// table returns the rows of all parts with the same columns as the first.
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
