package report

import (
	"strings"
	"unicode/utf8"
)

// wrap breaks a text into lines of at most width characters, between words
// where it can. There is always one line at least.
func wrap(s string, width int) []string {
	width = max(width, 1)
	var out []string
	line := ""
	for _, word := range strings.Fields(s) {
		if line != "" && runes(line)+1+runes(word) <= width {
			line += " " + word
			continue
		}
		if line != "" {
			out = append(out, line)
		}
		for runes(word) > width {
			head := string([]rune(word)[:width])
			out = append(out, head)
			word = word[len(head):]
		}
		line = word
	}
	if line != "" || len(out) == 0 {
		out = append(out, line)
	}
	return out
}

func runes(s string) int { return utf8.RuneCountInString(s) }

// pad fills a text with spaces to a width.
func pad(s string, width int) string {
	return s + strings.Repeat(" ", max(width-runes(s), 0))
}

// longestWord is the width that a text needs so that no word is broken.
func longestWord(s string) int {
	n := 0
	for _, word := range strings.Fields(s) {
		n = max(n, runes(word))
	}
	return n
}
