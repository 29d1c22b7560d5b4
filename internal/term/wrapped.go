package term

import (
	"strings"

	"github.com/rivo/uniseg"
)

// Wrapped breaks a text between its words into rows of at most limit columns. Each row after the
// first begins with indent. A word longer than a row is broken, too.
func Wrapped(text, indent string, limit int) string {
	return strings.TrimRight(strings.Join(rowsOf(text, indent, limit, true), "\n"), " ")
}

// Hung breaks each line of a text between its words into rows of at most limit columns. If the last
// column of a line (columns are separated by blanks) begins in its left half, further rows are
// indented to it; otherwise by indent. A word is never broken: if an ID or a folder is longer than
// a row, the terminal breaks it, and it can be copied.
func Hung(text, indent string, limit int) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if width(line) <= limit {
			continue
		}
		below := max(lastColumn(line, limit/2), len(indent))
		rows := rowsOf(line, strings.Repeat(" ", below), limit, false)
		lines[i] = strings.TrimRight(strings.Join(rows, "\n"), " ")
	}
	return strings.Join(lines, "\n")
}

// lastColumn returns the beginning of a line's last column before most; 0 for one column.
func lastColumn(line string, most int) (at int) {
	for from := 0; ; {
		gap := strings.Index(line[from:], "  ")
		if gap < 0 {
			return at
		}
		from += gap
		from += len(line[from:]) - len(strings.TrimLeft(line[from:], " "))
		if begins := width(line[:from]); begins <= most && from < len(line) {
			at = begins
		}
	}
}

// rowsOf breaks a text between its words into rows. Each row after the first begins with indent.
// breaks says that a word longer than a row is broken, too.
func rowsOf(text, indent string, limit int, breaks bool) []string {
	limit = max(limit, width(indent)+8)
	var rows []string
	row, empty := "", true
	end := func() {
		rows = append(rows, strings.TrimRight(row, " "))
		row, empty = indent, true
	}
	for _, word := range strings.SplitAfter(text, " ") {
		if !empty && width(row)+width(strings.TrimRight(word, " ")) > limit {
			end()
		}
		for breaks && width(row)+width(strings.TrimRight(word, " ")) > limit {
			fits := head(word, limit-width(row))
			row += fits
			word = word[len(fits):]
			end()
		}
		row, empty = row+word, empty && strings.TrimSpace(row+word) == ""
	}
	return append(rows, row)
}

// head returns the beginning of a text, at most so many columns wide, and at least one character.
func head(text string, columns int) string {
	at := 0
	for rest, state := text, -1; rest != ""; {
		var part string
		part, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
		if columns -= width(part); columns < 0 && at > 0 {
			break
		}
		at += len(part)
	}
	return text[:at]
}
