package ledger

import (
	"strings"

	"casefile/internal/policy"
)

// requestWord is what was asked for an entry, as one word of the index: the levels, their
// order, and who could endorse at each: line,senior/distinct/judith,mina/judith.
func requestWord(r *policy.Request) string {
	return strings.Join([]string{strings.Join(r.Levels, ","), r.Order, strings.Join(r.Line, ","),
		strings.Join(r.Senior, ",")}, "/")
}

// requestOf reads it back; of a damaged word nobody's endorsement counts.
func requestOf(word string) *policy.Request {
	parts := strings.Split(word, "/")
	if len(parts) != 4 {
		return &policy.Request{}
	}
	return &policy.Request{Levels: words(parts[0]), Order: parts[1], Line: words(parts[2]),
		Senior: words(parts[3])}
}

// words takes a list of the index apart.
func words(list string) []string {
	if list == "" {
		return nil
	}
	return strings.Split(list, ",")
}
