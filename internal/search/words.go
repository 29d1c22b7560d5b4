package search

import (
	"casefile/internal/match"
)

// words finds a word, or several that follow each other, in each of their readings. With begins,
// the last may be only a beginning.
type words struct {
	ways   []match.Reading
	begins bool
}

func (w *words) in(t *text) bool {
	found := false
	w.each(t, func([2]int) bool {
		found = true
		return false
	})
	return found
}

func (w *words) places(t *text) [][2]int {
	var out [][2]int
	w.each(t, func(at [2]int) bool {
		out = append(out, at)
		return true
	})
	return out
}

// each calls do with each place of the words, reading by reading, until do returns false.
func (w *words) each(t *text, do func([2]int) bool) {
	apart, joined := t.readings()
	all := []match.Reading{apart, joined}
	if apart.Same(joined) {
		all = all[:1]
	}
	for _, reading := range all {
		for _, way := range w.ways {
			for i := range reading {
				if !reading.At(i, way, w.begins) {
					continue
				}
				if !do([2]int{reading[i].From, reading[i+len(way)-1].To}) {
					return
				}
			}
		}
	}
}
