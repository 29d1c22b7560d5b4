package record

import (
	"slices"
	"strings"
)

// suggestion offers the near names, as part of a sentence.
func suggestion(name string, known []string) string {
	near := slices.DeleteFunc(slices.Clone(known), func(k string) bool {
		return !isTypoOf(name, k)
	})
	if len(near) == 0 {
		return ""
	}
	return "; did you mean " + strings.Join(near[:min(len(near), 3)], " or ") + "?"
}

// isTypoOf reports whether two names differ by a slip of the hand or two.
func isTypoOf(a, b string) bool {
	norm := strings.NewReplacer("-", "_", " ", "_", "’", "'")
	a, b = norm.Replace(strings.ToLower(a)), norm.Replace(strings.ToLower(b))
	limit := 1
	if len(a) > 5 {
		limit = 2
	}
	if len(a)-len(b) > limit || len(b)-len(a) > limit {
		return false
	}
	return distance([]rune(a), []rune(b)) <= limit
}

// distance counts the letters to insert, delete, replace or swap with their
// neighbour (optimal string alignment).
func distance(a, b []rune) int {
	before, last := make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row := make([]int, len(b)+1)
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last = last, row
	}
	return last[len(b)]
}
