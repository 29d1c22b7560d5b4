package search

import "casefile/internal/match"

// phraseOf returns a node for words that follow each other. It returns nil if the text has no
// letter and no figure.
func phraseOf(text string, begins bool) node {
	apart, joined := match.SoughtReadings(text)
	if len(apart) == 0 {
		return nil // an untyped nil, and no nil *words
	}
	w := &words{begins: begins, ways: []match.Reading{apart}}
	if !apart.Same(joined) {
		w.ways = append(w.ways, joined)
	}
	for _, way := range w.ways {
		if other, ok := withInitial(way); ok {
			w.ways = append(w.ways, other)
		}
	}
	return w
}

// withInitial joins each single letter with the word after it, as in O'Neill. ok is false if there
// is none.
func withInitial(way match.Reading) (out match.Reading, ok bool) {
	for i := 0; i < len(way); i++ {
		w := way[i]
		if i+1 < len(way) && isInitial(w.Text) && !isInitial(way[i+1].Text) && !way[i+1].Parted {
			w.Text, w.To = w.Text+way[i+1].Text, way[i+1].To
			i, ok = i+1, true
		}
		out = append(out, w)
	}
	return out, ok
}

func isInitial(word string) bool { return len(word) == 1 && word >= "a" && word <= "z" }

func soughtReading(text string) match.Reading {
	apart, _ := match.SoughtReadings(text)
	return apart
}
