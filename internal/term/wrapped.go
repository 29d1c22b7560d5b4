package term

import (
	"strings"

	"github.com/rivo/uniseg"
)

// Wrapped breaks a text between its words into rows of at most limit columns, of which each
// but the first begins with indent. A word that is longer than a row is broken, too.
func Wrapped(text, indent string, limit int) string {
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
		for width(row)+width(strings.TrimRight(word, " ")) > limit {
			fits := head(word, limit-width(row))
			row += fits
			word = word[len(fits):]
			end()
		}
		row, empty = row+word, empty && strings.TrimSpace(row+word) == ""
	}
	return strings.Join(append(rows, strings.TrimRight(row, " ")), "\n")
}

// head is the beginning of a text that is at most so many columns wide, one character at
// least.
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
