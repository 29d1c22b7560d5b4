package ledger

import (
	"cmp"
	"slices"
	"strings"
)

// placed is a line of the index that says at which place of history it was learned.
type placed interface {
	comparable
	learnedAt() int
}

// linesUpTo reads the lines of a file of the index up to the place where the book stands, in
// order, each once: a process that was killed may have written some of them twice.
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
