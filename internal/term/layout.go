package term

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// screenPos is a position on the screen, counted from the beginning of the question.
type screenPos struct{ row, column int }

// picture is a question and its answer as shown.
type picture struct {
	rows      []string
	positions []screenPos // of each part of the answer, and of the next one
	before    string      // the cursor's row up to the cursor
	row       int         // the cursor's row
}

// layout breaks a question and its answer into rows no longer than limit. No row fills the whole
// width of a screen, because terminals differ in what they do then. each begins every line of an
// answer of several lines, and is "" for one line.
func layout(prompt, each string, l typedLine, limit int) picture {
	p := picture{rows: []string{""}}
	var row strings.Builder
	column, indent := 0, strings.Repeat(" ", width(each))
	next := func(begin string) {
		p.rows[len(p.rows)-1] = row.String()
		row.Reset()
		row.WriteString(begin)
		p.rows, column = append(p.rows, ""), width(begin)
	}
	for i, begin := range rowsOf(prompt+each, "", limit, false) {
		if i > 0 {
			next("")
		}
		row.WriteString(begin)
		column = width(begin)
	}
	for i := 0; ; i++ {
		p.positions = append(p.positions, screenPos{len(p.rows) - 1, column})
		if i == l.at {
			p.row, p.before = len(p.rows)-1, row.String()
		}
		if i == len(l.parts) {
			break
		}
		if l.parts[i] == "\n" {
			next(each)
			continue
		}
		shown := visible(l.parts[i])
		w := width(shown)
		if column+w > limit && column > len(indent) {
			next(indent)
		}
		row.WriteString(shown)
		column += w
	}
	p.rows[len(p.rows)-1] = row.String()
	return p
}

// width returns the largest number of columns that a text can take. Terminals differ in combined
// emoji: some show one, others all parts.
func width(text string) int {
	if len(text) == 1 {
		return 1
	}
	n := 0
	for rest, part, state := text, "", -1; rest != ""; {
		var w int
		part, rest, w, state = uniseg.FirstGraphemeClusterInString(rest, state)
		n += max(w, apart(part))
	}
	return n
}

func apart(part string) int {
	n := 0
	for _, r := range part {
		n += uniseg.StringWidth(string(r))
	}
	return n
}

// visible shows an invisible character by its number, for example one that reverses the order of
// those after it. The two that join letters and emoji stay.
func visible(part string) string {
	r, size := utf8.DecodeRuneInString(part)
	if size < len(part) || unicode.IsGraphic(r) || r == '\u200c' || r == '\u200d' {
		return part
	}
	return fmt.Sprintf("<U+%04X>", r)
}

// beside returns the position in the answer nearest to at, so many rows down. If there is no such
// row, it returns at.
func (p picture) beside(at, down int) int {
	from, found := p.positions[at], at
	for i, s := range p.positions {
		if s.row == from.row+down && (found == at || s.column <= from.column) {
			found = i
		}
	}
	return found
}
