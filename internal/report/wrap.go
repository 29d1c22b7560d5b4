package report

import (
	"strings"
	"unicode/utf8"
)

// wrap breaks a text into lines of at most width characters, between words if possible. It returns
// at least one line.
func wrap(s string, width int) []string {
	width = max(width, 1)
	if len(s) <= width && isPlain(s) {
		return []string{s}
	}
	var out []string
	line := ""
	for word := range strings.FieldsSeq(s) {
		if line != "" && runes(line)+1+runes(word) <= width {
			line += " " + word
			continue
		}
		if line != "" {
			out = append(out, line)
		}
		heads, rest := broken(word, width)
		out = append(out, heads...)
		line = rest
	}
	if line != "" || len(out) == 0 {
		out = append(out, line)
	}
	return out
}

// broken cuts a word into pieces of width characters, and a last piece of at most as many.
func broken(word string, width int) (heads []string, rest string) {
	from, n := 0, 0
	for i := range word {
		if n == width {
			heads = append(heads, word[from:i])
			from, n = i, 0
		}
		n++
	}
	return heads, word[from:]
}

func runes(s string) int { return utf8.RuneCountInString(s) }

// pad fills a text with spaces to a width.
func pad(s string, width int) string {
	return s + strings.Repeat(" ", max(width-runes(s), 0))
}

// longestWord returns the width of the longest word of a text.
func longestWord(s string) int {
	n := 0
	for word := range strings.FieldsSeq(s) {
		n = max(n, runes(word))
	}
	return n
}
