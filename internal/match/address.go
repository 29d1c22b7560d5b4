package match

import (
	"regexp"
	"slices"
	"strings"
)

// postcode as the United Kingdom has them.
var postcode = regexp.MustCompile(`(?i)\b[A-Z]{1,2}[0-9][0-9A-Z]?\s*[0-9][A-Z]{2}\b`)

// AddressForms are the ways in which a text may tell an address: the whole of it,
// each line with more than one word, the postcode with and without its blank.
func AddressForms(s string) []Form {
	var out []Form
	whole := Folded(s)
	parts := slices.Concat([]string{s}, strings.Split(s, ","), postcode.FindAllString(s, -1))
	for _, part := range parts {
		words := Folded(part)
		known := slices.ContainsFunc(out, func(f Form) bool { return slices.Equal(f, words) })
		if len(words) > 1 && !known || len(words) == 1 && len(whole) == 1 {
			out = append(out, words)
		}
		if code := postcode.FindString(part); code != "" {
			out = append(out, Form{strings.Join(Folded(code), "")})
		}
	}
	return out
}

// minReach is the shortest number or address of mail that is sought, in bytes of
// folded words: shorter ones are chance.
const minReach = 6

// ReachForms are the ways in which a text may tell a telephone number or an
// address of mail: in its words, and without blanks. None where it is neither.
func ReachForms(s string) []Form {
	words := Folded(s)
	together := strings.Join(words, "")
	if len(together) < minReach || !strings.ContainsAny(s, "0123456789@") {
		return nil
	}
	return []Form{words, {together}}
}
