package match

import (
	"strings"

	"casefile/internal/pattern"
)

// perhapsHouse matches a possible house number before a street. It is wider than numberOfHouse,
// whose finds are taken out: here people are only asked.
var perhapsHouse = pattern.Of(`^[0-9]{1,4}[a-z]?$`)

// Streets returns the places of a text that look like an address, whosever it is: a number, a name
// with capitals, and a word for a street, with a postcode where one follows; a postcode alone.
func Streets(s string) []Named {
	words := Words(s)
	var out []Named
	codes := postcode().FindAllStringIndex(s, -1)
	for i := 0; i < len(words); i++ {
		n := streetAt(s, words[i:])
		if n == 0 {
			continue
		}
		from, to := words[i].From, words[i+n-1].To
		for k, code := range codes {
			if code[0] >= to && code[0]-to < nearCode && !strings.Contains(s[to:code[0]], "\n\n") {
				to, codes = code[1], append(codes[:k:k], codes[k+1:]...)
				break
			}
		}
		out = append(out, Named{From: from, To: to, Text: s[from:to]})
		i += n - 1
	}
	for _, code := range codes {
		out = append(out, Named{From: code[0], To: code[1], Text: s[code[0]:code[1]]})
	}
	return out
}

// nearCode is the longest distance, in bytes, from a street to its postcode: a town is between.
const nearCode = 40

// mostStreet is the most words in the name of a street, its number and its kind included.
const mostStreet = 5

// streetAt returns the number of words that are a number and a street; 0 for none.
func streetAt(s string, words []Word) int {
	if len(words) < 3 || !perhapsHouse().MatchString(words[0].Text) {
		return 0
	}
	for n := 1; n < len(words) && n < mostStreet; n++ {
		w := words[n]
		if !w.Capital || strings.Trim(s[words[n-1].To:w.From], " \t,") != "" {
			return 0
		}
		if n > 1 && streetType(w.Text) {
			return n + 1
		}
	}
	return 0
}
