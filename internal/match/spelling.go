package match

import (
	"bytes"
	"regexp"
	"strings"
)

// Spelled reports whether a text has a name just as it is spelled, marks and all,
// in whatever case of letters, where it is no part of a longer word. Unlike a
// Finder it finds ordinary words without a capital, and no other ending. A blank
// name is found nowhere.
func Spelled(text, name string) bool {
	return strings.TrimSpace(name) != "" && spelling(name).MatchString(text)
}

// ReplaceSpelled puts other words in the place of a name wherever Spelled finds
// it. A text that is those words stays.
func ReplaceSpelled(text []byte, name, with string) []byte {
	if strings.TrimSpace(name) == "" {
		return text
	}
	form := spelling(name)
	put := []byte("${1}" + strings.ReplaceAll(with, "$", "$$") + "${2}")
	for {
		next := form.ReplaceAll(text, put)
		if bytes.Equal(next, text) || strings.EqualFold(name, with) {
			return text
		}
		text = next // two names beside each other share what is between them
	}
}

// spelling finds a name where it is no part of a longer word, also over the end
// of a line.
func spelling(name string) *regexp.Regexp {
	words := strings.Fields(name)
	for i, w := range words {
		words[i] = regexp.QuoteMeta(w)
	}
	return regexp.MustCompile(`(?i)(^|[^\pL\pN])` + strings.Join(words, `\s+`) + `($|[^\pL\pN])`)
}
