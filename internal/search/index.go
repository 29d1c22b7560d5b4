package search

import (
	"strings"

	"casefile/internal/match"
)

// An index of words (SQLite's FTS5) holds for each text the words of Folded. A search by FTS gives
// every text that the query finds, and perhaps more. Find decides.

// These prefixes make words that no text has: for days, and for words of the joined reading only.
const (
	ownDay  = "xqd"
	ownWord = "xqw"
)

// Folded returns a text for the index: the words of the reading apart in their order, the words
// that only the joined reading has, and the days.
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
	seen := map[string]bool{}
	for _, word := range append(beyond(joined, apart), days(s)...) {
		if !seen[word] {
			seen[word] = true
			put(word)
		}
	}
	return b.String()
}

func days(s string) []string {
	var out []string
	for _, d := range match.Days(s) {
		out = append(out, dayWord(d))
	}
	return out
}

// beyond returns the words of the joined reading that the reading apart does not have at the same
// place.
func beyond(joined, apart match.Reading) []string {
	var out []string
	at := 0
	for _, w := range joined {
		for at < len(apart) && apart[at].From < w.From {
			at++
		}
		if at == len(apart) || apart[at].From != w.From || apart[at].To != w.To ||
			apart[at].Text != w.Text {
			out = append(out, ownWord+w.Text)
		}
	}
	return out
}

func dayWord(d match.Day) string { return ownDay + strings.ReplaceAll(d.String(), "-", "") }

// FTS returns the query for FTS5. It returns "" if an index of words can't help, so that every text
// must be searched.
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

// fts returns "": the index may find too much, never too little.
func (n without) fts() string { return "" }

// mostAlone bounds the words of a phrase that are searched for singly.
const mostAlone = 8

// fts returns a query for the words in their order in the reading apart, which the index holds
// whole. The joined reading may also have them in order, if one of them occurs only there. Then the
// other words may be anywhere.
func (w *words) fts() string {
	var list []string
	for _, way := range w.ways {
		var all []string
		for _, word := range way {
			all = append(all, word.Text)
		}
		list = append(list, w.quoted(len(all), strings.Join(all, " "), len(all)))
		for i := range all[:min(len(all), mostAlone)] {
			list = append(list, w.around(all, i))
		}
	}
	return bracketed(list, " OR ")
}

// around returns a query for word i of a phrase in the joined reading only, and the other words
// anywhere.
func (w *words) around(all []string, i int) string {
	list := []string{w.quoted(i+1, ownWord+all[i], len(all))}
	for k, word := range all[:min(len(all), mostAlone)] {
		if k != i {
			list = append(list, "("+w.quoted(k+1, word, len(all))+" OR "+
				w.quoted(k+1, ownWord+word, len(all))+")")
		}
	}
	return bracketed(list, " AND ")
}

// quoted returns word n of a phrase for FTS5. The last word may be a beginning.
func (w *words) quoted(n int, word string, all int) string {
	if n == all && w.begins {
		return `"` + word + `" *`
	}
	return `"` + word + `"`
}

func (d day) fts() string { return `"` + dayWord(d.Day) + `"` }

// fts returns a query for an ID. Each entry has its own ID and its case's in its first lines. An ID
// with a hyphen is a word of the joined reading.
func (id identified) fts() string {
	begins := func(prefix string) string {
		prefix = strings.ToLower(prefix)
		return `("` + prefix + `" * OR "` + ownWord + prefix + `" *)`
	}
	if id.second != "" {
		return "(" + begins(id.first) + " AND " + begins(id.second) + ")"
	}
	return begins(id.first)
}

func (number) fts() string     { return "" }
func (name) fts() string       { return "" }
func (place) fts() string      { return "" }
func (piece) fts() string      { return "" }
func (expression) fts() string { return "" }
