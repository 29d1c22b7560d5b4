package report

import (
	"strings"

	"casefile/internal/pattern"
	"casefile/internal/record"
)

const thirdPartyMark = `\[([^\[\]\n]*)\]\{\.third-party\}`

var (
	// thirdParty matches the mark of words about somebody else: [Mrs Jones]{.third-party}.
	thirdParty = pattern.Of(thirdPartyMark)
	// thirdPartyHere matches that mark at the beginning of a text.
	thirdPartyHere = pattern.Of(`^` + thirdPartyMark)
)

// plain makes a text fit for one line of a terminal: no marks of third parties, control characters
// visible, white space as single spaces.
func plain(s string) string {
	if isPlain(s) {
		return s
	}
	return strings.Join(strings.Fields(plainLines(s)), " ")
}

// isPlain quickly recognises most texts that plain would not change: visible ASCII, single spaces,
// no mark.
func isPlain(s string) bool {
	before := byte(' ')
	for i := range len(s) {
		c := s[i]
		if c < ' ' || c > '~' || c == '[' || c == ' ' && before == ' ' {
			return false
		}
		before = c
	}
	return before != ' ' || s == ""
}

// plainLines is like plain, and keeps the lines of a text.
func plainLines(s string) string {
	return record.Clean(thirdParty().ReplaceAllString(s, "$1"))
}

// dayForm matches a day as reports write it. A line must not break inside.
var dayForm = pattern.Of(`\b(\d{1,2}) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (\d{4})\b`)

// segment is a part of a text. Third says that it is about somebody else.
type segment struct {
	Text  string
	Third bool
}

// segments splits a line at its marks of third parties, for HTML.
func segments(s string) []segment {
	var out []segment
	rest := dayForm().ReplaceAllString(record.Clean(s), "$1\u00a0$2\u00a0$3")
	for {
		m := thirdParty().FindStringSubmatchIndex(rest)
		if m == nil {
			break
		}
		if m[0] > 0 {
			out = append(out, segment{Text: rest[:m[0]]})
		}
		out = append(out, segment{Text: rest[m[2]:m[3]], Third: true})
		rest = rest[m[1]:]
	}
	if rest != "" {
		out = append(out, segment{Text: rest})
	}
	return out
}
