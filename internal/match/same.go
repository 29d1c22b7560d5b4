package match

import (
	"slices"
	"strings"
)

// Same reports whether two people may have written one name: in any order of its parts, with
// and without the marks on letters, hyphens, apostrophes, blanks, titles. One of them may leave
// out names in the middle, or give an initial for a first name where the surname is the same.
// A single name is the same as another single name alone.
func Same(a, b string) bool {
	for _, x := range alikeNames(a) {
		for _, y := range alikeNames(b) {
			if sameNames(x, y) || sameNames(turned(x), y) || sameNames(x, turned(y)) {
				return true
			}
		}
	}
	joined := Joined(a)
	return joined != "" && joined == Joined(b)
}

// alikeNames returns the names in a name, in each of its spellings, each in one word. In the last
// one no letter tells any more whether a mark was typed as a second vowel.
func alikeNames(name string) [][]string {
	all := tokensOf(name)
	for _, tokens := range all {
		for i, t := range tokens {
			tokens[i] = strings.ReplaceAll(t, "'", "")
		}
	}
	if len(all) > 0 {
		plain := strings.Join(all[0], " ")
		all = append(all, strings.Fields(doubledVowels.Replace(plain)))
	}
	return all
}

// doubledVowels is never written to.
var doubledVowels = strings.NewReplacer("ae", "a", "oe", "o", "ue", "u", "aa", "a")

// Plain returns the letters and digits of a text, run together, as a person would type it with the
// fewest letters. A text that says a name has the plain letters of the name somewhere, unless the
// name was hidden on purpose. Plain is fast, and finds too much: a Finder decides.
func Plain(s string) string { return doubledVowels.Replace(letters(s)) }

// turned returns names with the last one first, as lists have them.
func turned(names []string) []string {
	if len(names) < 2 {
		return names
	}
	return append(slices.Clone(names[1:]), names[0])
}

func sameNames(a, b []string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	switch {
	case len(a) == 0:
		return false
	case strings.Join(a, "") == strings.Join(b, ""):
		return true
	case len(a) == 1 || a[len(a)-1] != b[len(b)-1] || !initialOf(a[0], b[0]):
		return false
	}
	at := 0 // the names in the middle follow each other in both, where both have them
	for _, name := range b[1 : len(b)-1] {
		if at < len(a)-2 && initialOf(a[1+at], name) {
			at++
		}
	}
	return at == len(a)-2
}

// initialOf reports whether two names are the same, or one is the initial of the other.
func initialOf(a, b string) bool {
	return a == b || len(a) == 1 && strings.HasPrefix(b, a) ||
		len(b) == 1 && strings.HasPrefix(a, b)
}
