package record

import "strings"

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
