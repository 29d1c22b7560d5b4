package record

import (
	"strconv"
	"strings"
)

// WithArticle puts a or an before the name of a kind: a contact, an outcome.
// By its first letter: no kind of ours begins with a silent or a sounded-out one.
func WithArticle(name string) string {
	if name != "" && strings.ContainsRune("aeiou", rune(name[0])) {
		return "an " + name
	}
	return "a " + name
}

// upperFirst begins a sentence.
func upperFirst(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// Enumerated lists words as people do: a, b and c.
func Enumerated(list []string) string { return listed(list, " and ") }

// Alternatives lists words of which one is chosen: a, b or c.
func Alternatives(list []string) string { return listed(list, " or ") }

func listed(list []string, last string) string {
	if n := len(list); n > 1 {
		return strings.Join(list[:n-1], ", ") + last + list[n-1]
	}
	return strings.Join(list, "")
}

// Counted says how many of a thing: 1 case, 2 cases.
func Counted(n int, thing string) string { return Plural(n, thing, thing+"s") }

// Plural is Counted for words with another plural: 1 entry, 2 entries.
func Plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// Shorten keeps a text within a number of characters; a longer one ends with an ellipsis.
func Shorten(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}
