package report

import (
	"strings"

	"casefile/internal/record"
)

// document is a report before it has a format. Its texts are as the record has them; formats clean
// and escape them.
type document struct {
	Title      string // Chronology
	Scope      string // significant entries only
	Case       string // K3F9-27QM
	Subject    string
	AsAt, Made string
	Tip        string
	Agency     string
	Blocks     []block
}

// block is one part of a document. Exactly one of its fields is set; Level and Of go with Heading.
type block struct {
	Heading string
	Of      string // the author's words after the program's heading
	Level   int    // 2 for a part of the document, 3 below it
	Notice  string // must not be overlooked
	Para    string
	Facts   []fact
	Table   *table
	List    []string
	Prose   string // Markdown, as an author wrote it in an entry
	Chart   *chart
	Code    []string // commands as they are typed, in the program's words
}

// fact is a labelled value.
type fact struct {
	Label, Value string
}

// table is a table with one line of titles.
type table struct {
	Caption string
	Columns []column
	Rows    []row
}

// column is one column. Share is its part of the remaining room if not everything fits; 0 = it
// keeps its width.
type column struct {
	Title  string
	Spoken string // the meaning of a title that is only a sign
	Share  int
}

// row is one line of a table. On a screen, a new Group is a line of its own above the row.
type row struct {
	Cells []cell
	Group string
	Class string // for the style sheet: fault, overdue or ""
}

// cell is a text and the remarks below it.
type cell struct {
	Text   string
	Spoken string // the meaning of a text that is only a sign
	Notes  []string
}

// chart shows ratings over time on the scale of 0 to 10.
type chart struct {
	Title     string
	Points    []point
	Target    int
	HasTarget bool
}

// point is one rating.
type point struct {
	When  string
	Value int
}

// builder builds a document.
type builder struct {
	*Page
	screen bool // in columns: years above their rows, no time of day
	copied bool // it leaves the screen of the person who asked
	doc    document
	ids    []record.ID // of all entries
}

func (b *builder) add(bl block)                { b.doc.Blocks = append(b.doc.Blocks, bl) }
func (b *builder) heading(level int, s string) { b.add(block{Heading: s, Level: level}) }

// headingOf adds a heading, followed by the author's words.
func (b *builder) headingOf(level int, s, of string) {
	b.add(block{Heading: s, Of: of, Level: level})
}

func (b *builder) notice(s string)     { b.add(block{Notice: s}) }
func (b *builder) para(s string)       { b.add(block{Para: s}) }
func (b *builder) list(items []string) { b.add(block{List: items}) }

// facts adds the facts that have a value.
func (b *builder) facts(all ...fact) {
	var out []fact
	for _, f := range all {
		if strings.TrimSpace(f.Value) != "" {
			out = append(out, f)
		}
	}
	if len(out) > 0 {
		b.add(block{Facts: out})
	}
}

// table adds a table; instead of an empty one, the sentence none.
func (b *builder) table(t table, none string) {
	if len(t.Rows) == 0 {
		b.para(b.none(none))
		return
	}
	b.add(block{Table: &t})
}

// cells returns plain texts as cells.
func cells(texts ...string) []cell {
	out := make([]cell, len(texts))
	for i, t := range texts {
		out[i].Text = t
	}
	return out
}
