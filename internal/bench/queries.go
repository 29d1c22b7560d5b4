package bench

import (
	"cmp"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"unicode"

	"casefile/internal/pattern"
)

// queries counts in how many entries each word stands, and keeps a few bodies to draw
// phrases from.
type queries struct {
	entries map[string]int
	bodies  []string
	dice    *rand.Rand
	seen    int
}

const keptBodies = 500

func newQueries() *queries {
	return &queries{entries: map[string]int{}, dice: rand.New(rand.NewPCG(1, 2))}
}

// see counts a text's words.
func (q *queries) see(text []byte) {
	words := strings.FieldsFunc(string(text), func(r rune) bool { // a digest stays one word
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	slices.Sort(words)
	for _, w := range slices.Compact(words) {
		q.entries[w]++
	}
	q.seen++
	if len(q.bodies) < keptBodies {
		q.bodies = append(q.bodies, string(text))
	} else if at := q.dice.IntN(q.seen); at < keptBodies {
		q.bodies[at] = string(text) // each entry is as likely to be kept
	}
}

// query is one thing to look for; count is in how many entries a word stands.
type query struct {
	kind, text string
	count      int
}

// write writes a query a line: what it is, in how many entries it stands where that is
// known, and the query itself, with tabs between.
func (q *queries) write(file string) error {
	var b strings.Builder
	for _, d := range q.draw() {
		fmt.Fprintf(&b, "%s\t%d\t%s\n", d.kind, d.count, d.text)
	}
	return os.WriteFile(file, []byte(b.String()), 0o600)
}

// draw draws words that are rare, known and common. From the bodies it draws phrases, beginnings
// and parts of words, and days, numbers and the like.
func (q *queries) draw() []query {
	drawn := q.rarest("rare", 30)
	drawn = append(drawn, q.words("known", 4, 400, 30)...)
	drawn = append(drawn, q.words("common", 401, 1<<30, 20)...)
	for _, f := range forms() {
		drawn = append(drawn, q.like(f[0], f[1], 15)...)
	}
	for _, d := range q.rarest("regexp", 15) {
		drawn = append(drawn, query{"regexp", d.text[:3] + ".[a-z]*" + d.text[5:], 0})
	}
	return drawn
}

// forms returns searches for the exact words of a body, each with a regular expression for it.
func forms() [][2]string {
	return [][2]string{
		{"phrase", `[A-Za-z]{3,} [a-z]{3,} [a-z]{3,}`}, {"part", `[a-z]{2} [a-z]{3}`},
		{"prefix", `\b[A-Z][a-z]{4}`}, {"telephone", `07700 900[0-9]{3}`},
		{"date", `[0-9]{1,2} [A-Z][a-z]{3,8} 20[0-9]{2}`},
		{"name", `[A-Z][a-z]+ [A-Z][a-z]+-[A-Z][a-z]+`},
		{"address", `[0-9]+ [A-Z][a-z]+ (Road|Lane|Street), [A-Z][a-z]+`},
	}
}

// words draws n words of six plain letters or more that stand in so many entries.
func (q *queries) words(kind string, least, most, n int) []query {
	var fit []string
	for _, w := range slices.Sorted(maps.Keys(q.entries)) {
		if c := q.entries[w]; c >= least && c <= most && len(w) > 5 && plainWord(w) {
			fit = append(fit, w)
		}
	}
	q.dice.Shuffle(len(fit), func(i, j int) { fit[i], fit[j] = fit[j], fit[i] })
	var drawn []query
	for _, w := range fit[:min(n, len(fit))] {
		drawn = append(drawn, query{kind, w, q.entries[w]})
	}
	return drawn
}

// rarest draws n words out of those that stand in the fewest entries: once where there are few
// entries, some ten times in 200,000.
func (q *queries) rarest(kind string, n int) []query {
	fit := q.words(kind, 1, q.seen, len(q.entries))
	slices.SortStableFunc(fit, func(a, b query) int { return cmp.Compare(a.count, b.count) })
	return fit[:min(n, len(fit))]
}

// plainWord reports whether a word is of plain letters, small after the first: no ID, no accent.
func plainWord(w string) bool {
	return !strings.ContainsFunc(w[1:], func(r rune) bool { return r < 'a' || r > 'z' })
}

// like draws n pieces of the bodies that have a form.
func (q *queries) like(kind, expression string, n int) []query {
	form := pattern.Of(expression)()
	var drawn []query
	for _, at := range q.dice.Perm(len(q.bodies)) {
		_, facts, _ := strings.Cut(q.bodies[at], "\nF1: ")
		if found := form.FindString(facts); found != "" && len(drawn) < n {
			drawn = append(drawn, query{kind: kind, text: found})
		}
	}
	return drawn
}
