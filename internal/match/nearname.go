package match

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Slips counts the slips of the hand between the typed words and a name. Each typed word must be
// one of the name, except for a missing, added or exchanged letter, or two letters that changed
// places. Slips returns false if a word is none of them.
func (n *SoughtName) Slips(name string) (slips int, ok bool) {
	typed := n.rest
	if n.first != "" {
		typed = append([]string{n.first}, n.rest...)
	}
	words := plainNames(strings.Fields(name))
	for _, word := range typed {
		at := nearest(word, words)
		if at < 0 {
			return 0, false
		}
		slips += Slips(word, words[at])
		words = slices.Delete(words, at, at+1)
	}
	return slips, len(typed) > 0
}

// nearest returns the word of a name that was meant by one that was typed; -1 where it is none.
func nearest(typed string, words []string) int {
	near := slices.Clone(words)
	near = slices.DeleteFunc(near, func(w string) bool {
		return Slips(typed, w) > mostSlips(typed)
	})
	if len(near) == 0 {
		return -1
	}
	return slices.Index(words, slices.MinFunc(near, func(x, y string) int {
		return Nearer(typed, x, y)
	}))
}

// mostSlips returns the greatest number of slips in a word of a name. A short word has none: Jan is
// no slip for Dan.
func mostSlips(word string) int {
	switch n := utf8.RuneCountInString(word); {
	case n < 4:
		return 0
	case n < 8:
		return 1
	}
	return 2
}
