package ledger

import (
	"cmp"
	"slices"
	"strings"
)

// placed is a line of the index that knows the place of its commit in history.
type placed interface {
	comparable
	learnedAt() int
}

// linesUpTo reads the lines of an index file up to the ledger's place, in order, each once: a
// killed process may have written some twice.
func linesUpTo[T placed](x *index, file string, parse func(line string) (T, bool)) ([]T, error) {
	data, err := x.files.read(file)
	var out []T
	for line := range strings.Lines(string(data)) {
		if one, ok := parse(line); ok && one.learnedAt() <= x.at {
			out = append(out, one)
		}
	}
	slices.SortStableFunc(out, func(a, b T) int {
		return cmp.Compare(a.learnedAt(), b.learnedAt())
	})
	return slices.Compact(out), err
}
