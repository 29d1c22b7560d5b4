package search

import (
	"strings"

	"casefile/internal/cases"
)

// Cover replaces the words that a page of several cases may not show. With copied set, it also
// replaces those that are covered only in copies. A mark that touches covered text is dropped too,
// so that nothing tells which of those words were found.
func (h Hit) Cover(places []cases.CoveredSpan, copied bool) Hit {
	var b strings.Builder
	out, at := Hit{From: h.From}, 0
	keep := func(to int) {
		for _, m := range h.Marks {
			if m[0] >= at && m[1] <= to {
				shift := b.Len() - at
				out.Marks = append(out.Marks, [2]int{m[0] + shift, m[1] + shift})
			}
		}
		b.WriteString(h.Line[at:to])
	}
	for _, p := range places {
		from, to := max(p.From-h.From, at), min(p.To-h.From, len(h.Line))
		if from >= to || p.What == cases.CoveredReporter && !copied {
			continue
		}
		keep(from)
		b.WriteString(p.What)
		at = to
	}
	keep(len(h.Line))
	out.Line = b.String()
	return out
}
