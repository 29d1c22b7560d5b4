package search

import (
	"strings"

	"casefile/internal/match"
)

// An index of words (SQLite's FTS5) holds of each text what Folded gives. What a query gives by
// FTS finds every text that the query finds, and perhaps more: Find decides.

// The words that begin with this are no words of a text: days, and what parts two readings.
const own = "xq"

// Folded is a text for the index: the words of one reading, those of the other where they
// differ, and the days that it tells.
func Folded(s string) string {
	apart, joined := match.Readings(s)
	var b strings.Builder
	put := func(word string) {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(word)
	}
	for _, w := range apart {
		put(w.Text)
	}
	if !apart.Same(joined) {
		put(own)
		for _, w := range joined {
			put(w.Text)
		}
	}
	for _, d := range match.Days(s) {
		put(own)
		put(dayWord(d))
	}
	return b.String()
}

func dayWord(d match.Day) string { return own + strings.ReplaceAll(d.String(), "-", "") }

// FTS is the query as FTS5 takes it; "" where an index of words can't tell anything, and every
// text must be looked at.
func (q *Query) FTS() string {
	if q.root == nil {
		return ""
	}
	return q.root.fts()
}

func (n both) fts() string {
	var list []string
	for _, one := range n {
		if s := one.fts(); s != "" {
			list = append(list, s)
		}
	}
	return bracketed(list, " AND ")
}

func (n either) fts() string {
	var list []string
	for _, one := range n {
		s := one.fts()
		if s == "" {
			return ""
		}
		list = append(list, s)
	}
	return bracketed(list, " OR ")
}

func bracketed(list []string, sign string) string {
	if len(list) < 2 {
		return strings.Join(list, "")
	}
	return "(" + strings.Join(list, sign) + ")"
}

// fts of what is not to be there says nothing: the index may give too much, never too little.
func (n without) fts() string { return "" }

func (w *words) fts() string {
	var list []string
	for _, way := range w.ways {
		var texts []string
		for _, word := range way {
			texts = append(texts, word.Text)
		}
		s := `"` + strings.Join(texts, " ") + `"`
		if w.begins {
			s += " *"
		}
		list = append(list, s)
	}
	return bracketed(list, " OR ")
}

func (d day) fts() string { return `"` + dayWord(d.Day) + `"` }

// fts of an ID: each entry has its own and its case's in its first lines.
func (id identified) fts() string {
	s := `"` + strings.ToLower(id.first) + `" *`
	if id.second != "" {
		s = "(" + s + ` AND "` + strings.ToLower(id.second) + `" *)`
	}
	return s
}

func (number) fts() string     { return "" }
func (name) fts() string       { return "" }
func (place) fts() string      { return "" }
func (piece) fts() string      { return "" }
func (expression) fts() string { return "" }
