package disclose

import (
	"html"
	"strings"
	"unicode"

	"casefile/internal/pattern"
)

// mostEscapes bounds how many levels of escaped escapes are read. Nobody writes so many, and such a
// text would cost time by the square of its length.
const mostEscapes = 40

// plain returns a text as people read it. Entities become their characters, as Markdown shows them.
// Invisible characters, and those that reverse the order of letters, are removed. No entity is left
// that a second reading of a copy could show as a character.
func plain(s string) string {
	out, _ := readable(s)
	return out
}

// readable returns plain; false if the text has too many levels of escapes.
func readable(s string) (string, bool) {
	for range mostEscapes {
		next := strings.Map(seen, html.UnescapeString(blankEntity().ReplaceAllString(s, " ")))
		if next == s {
			return s, true
		}
		s = next
	}
	return s, false
}

// blankEntity matches an end of a line or a tab written as an entity. It ends no line of a text.
var blankEntity = pattern.Of(`&(?:(?:#0*(?:9|10|13)|#[xX]0*[9aAdD])(?:;|\b)|NewLine;|Tab;)`)

// seen drops invisible characters. It keeps the joiners of letters, without which some scripts
// can't be read.
func seen(r rune) rune {
	switch {
	case r == '\n' || r == '\t' || r == '\u200c' || r == '\u200d':
		return r
	case unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029':
		return -1
	}
	return r
}
