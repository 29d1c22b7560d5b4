package report

import (
	"io"
	"strings"
)

// Line widths of a report: a table has no room in fewer characters, and more are hard to read.
const (
	narrowest = 40
	usual     = 100
	widest    = 120
)

// textPage collects a document as lines of at most width characters.
type textPage struct {
	strings.Builder
	width int
}

func newTextPage(width int) *textPage {
	if width <= 0 {
		width = usual
	}
	return &textPage{width: min(max(width, narrowest), widest)}
}

func writeText(w io.Writer, d *document, width int) error {
	t := newTextPage(width)
	t.line(strings.ToUpper(d.Title)+"  "+d.Case, d.Subject, d.Scope, "as at "+d.AsAt)
	for _, b := range d.Blocks {
		t.block(b)
	}
	t.WriteByte('\n')
	t.line("Record verified to "+shortTip(d.Tip), labelled("made ", d.Made), d.Agency)
	_, err := io.WriteString(w, t.String())
	return err
}

// line writes some facts side by side.
func (t *textPage) line(parts ...string) { t.spread("", parts) }

func (t *textPage) block(b block) {
	switch {
	case b.Heading != "" && b.Level == 2:
		t.WriteByte('\n')
		t.hang("", join(": ", strings.ToUpper(b.Heading), b.Of))
	case b.Heading != "":
		t.hang("  ", join(": ", b.Heading, b.Of))
	case b.Notice != "":
		t.hang("!! ", b.Notice)
	case b.Para != "":
		t.hang("", b.Para)
	case b.Facts != nil:
		t.facts(b.Facts)
	case b.Table != nil:
		t.table(b.Table)
	case b.List != nil:
		for _, item := range b.List {
			t.hang("  - ", item)
		}
	case b.Code != nil:
		for _, line := range b.Code {
			t.WriteString("    " + plain(line) + "\n")
		}
	case b.Prose != "":
		t.prose(b.Prose)
	case b.Chart != nil:
		t.hang("  ", "Ratings  "+trend(b.Chart.series())+"  ("+b.Chart.words()+")")
	}
}

// hang writes a text after a mark. Further lines are indented below the first.
func (t *textPage) hang(mark, s string) {
	n := runes(mark)
	for i, line := range wrap(plain(s), t.width-n) {
		if i > 0 {
			mark = strings.Repeat(" ", n)
		}
		t.WriteString(strings.TrimRight(mark+line, " ") + "\n")
	}
}

// facts writes labels in one column and values in the next.
func (t *textPage) facts(all []fact) {
	width := 0
	for _, f := range all {
		width = max(width, runes(plain(f.Label)))
	}
	for _, f := range all {
		t.hang(pad("  "+plain(f.Label), width+4), f.Value)
	}
}

// prose writes an entry's own words, indented, and keeps its lines.
func (t *textPage) prose(s string) {
	for _, line := range strings.Split(strings.TrimSpace(plainLines(s)), "\n") {
		if strings.TrimSpace(line) == "" {
			t.WriteByte('\n')
			continue
		}
		t.hang("    ", line)
	}
}

// wide separates facts on one line.
const wide = "   "

// spread writes facts side by side after a mark. It begins a new line if the next fact does not
// fit.
func (t *textPage) spread(mark string, parts []string) {
	line := ""
	for _, part := range parts {
		part = plain(part)
		if part == "" {
			continue
		}
		next := join(wide, line, part)
		if line != "" && runes(mark)+runes(next) > t.width {
			t.spaced(mark, line)
			mark, next = strings.Repeat(" ", runes(mark)), part
		}
		line = next
	}
	if line != "" {
		t.spaced(mark, line)
	}
}

// spaced writes a line and keeps its spaces if the line fits.
func (t *textPage) spaced(mark, line string) {
	if runes(mark)+runes(line) <= t.width {
		t.WriteString(strings.TrimRight(mark+line, " ") + "\n")
		return
	}
	t.hang(mark, line)
}
