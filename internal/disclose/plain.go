package disclose

import (
	"html"
	"strings"
	"unicode"

	"casefile/internal/pattern"
)

// mostEscapes is how often a character may stand for one that stands for another: nobody
// writes so, and a text of them would cost time by the square of its length.
const mostEscapes = 40

// plain returns a text as people read it. Markdown shows an entity as the character that it stands
// for. Characters that can't be seen, or that turn the order of letters, are removed. No entity is
// left that a copy, read once more, could show as a character.
func plain(s string) string {
	out, _ := readable(s)
	return out
}

// readable is plain; false where characters stand for characters over and over.
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

// blankEntity is an end of a line or a tab written as an entity: it ends no line of a text.
var blankEntity = pattern.Of(`&(?:(?:#0*(?:9|10|13)|#[xX]0*[9aAdD])(?:;|\b)|NewLine;|Tab;)`)

// seen drops what nobody sees. The joiners of letters stay: some scripts are not read without.
func seen(r rune) rune {
	switch {
	case r == '\n' || r == '\t' || r == '\u200c' || r == '\u200d':
		return r
	case unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029':
		return -1
	}
	return r
}
