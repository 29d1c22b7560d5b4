package ledger

import (
	"strings"

	"casefile/internal/policy"
)

// requestWord returns a request for endorsement as one word of the index: the levels, their order,
// and who could endorse at each: line,senior/distinct/judith,mina/judith.
func requestWord(r *policy.Request) string {
	return strings.Join([]string{strings.Join(r.Levels, ","), r.Order, strings.Join(r.Line, ","),
		strings.Join(r.Senior, ",")}, "/")
}

// requestOf reads the word. Under a damaged word, nobody's endorsement counts.
func requestOf(word string) *policy.Request {
	parts := strings.Split(word, "/")
	if len(parts) != 4 {
		return &policy.Request{}
	}
	return &policy.Request{Levels: words(parts[0]), Order: parts[1], Line: words(parts[2]),
		Senior: words(parts[3])}
}

// words splits a list in the index.
func words(list string) []string {
	if list == "" {
		return nil
	}
	return strings.Split(list, ",")
}
