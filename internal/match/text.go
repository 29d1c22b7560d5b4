package match

import (
	"slices"
	"strings"
)

// text is a text that is searched, with its letters.
type text struct {
	s      string
	glyphs []glyph
}

// signs returns the characters between letter i and the letter before it. An entity may stand for
// two letters, with nothing between.
func (t text) signs(i int) string {
	return t.s[min(t.glyphs[i-1].to, t.glyphs[i].from):t.glyphs[i].from]
}

// letters returns the letters from one to another, run together.
func (t text) letters(from, to int) string {
	var b strings.Builder
	for _, g := range t.glyphs[from:to] {
		b.WriteString(g.ways[0])
	}
	return b.String()
}

// turn reports whether a word changes before letter i as names do that are run together:
// from figures to letters or back, or with a capital.
func (t text) turn(i int) bool {
	a, b := t.glyphs[i-1], t.glyphs[i]
	return a.digit() != b.digit() || b.capital && !a.capital || a.solo || b.solo
}

// begins reports whether a name can begin with letter i.
func (t text) begins(i int) bool {
	return i == 0 || t.glyphs[i].before >= apostrophe || t.turn(i)
}

// ended reports whether a name can end before letter i.
func (t text) ended(i int) bool { return i >= len(t.glyphs) || t.begins(i) }

// starts returns the first two letters from i on, in all ways to write them, and the first alone.
func (t text) starts(i int) []string {
	var out []string
	for _, way := range t.glyphs[i].ways {
		if first := firstRunes(way, 2); first != firstRunes(way, 1) {
			out = append(out, first)
			continue
		}
		out = append(out, way)
		if i+1 < len(t.glyphs) {
			for _, next := range t.glyphs[i+1].ways {
				out = append(out, way+firstRunes(next, 1))
			}
		}
	}
	return out
}

// fits returns the end of a form that begins with letter i, and 0 if the form is not there.
func (t text) fits(i int, f Form) int {
	end := t.parts(i, i, f, 0, "")
	if end == 0 || !t.counts(i, end, f) {
		return 0
	}
	return t.ending(end)
}

// parts reads the letters of a form from letter i on, of which rest is left of part n - 1.
// It gives where the form ends, and 0 where it doesn't fit.
func (t text) parts(begin, i int, f Form, n int, rest string) int {
	if rest == "" && n == len(f.parts) {
		if i > begin && (t.ended(i) || t.plural(i) > 0) {
			return i
		}
		return 0
	}
	if i >= len(t.glyphs) {
		return 0
	}
	if rest == "" {
		if n > 0 && !t.joins(begin, i, f, n) {
			return 0
		}
		rest, n = f.parts[n], n+1
	} else if t.glyphs[i].before > hyphen && !t.typedApart(begin, i, f, rest) {
		return 0
	}
	for _, way := range t.glyphs[i].ways {
		if left, ok := strings.CutPrefix(rest, way); ok {
			if end := t.parts(begin, i+1, f, n, left); end > 0 {
				return end
			}
		}
	}
	return 0
}

// typedApart reports whether a blank before letter i stands within one name, of which rest is
// left: Wen Jun for Wenjun. Both halves have a capital and more than one letter.
func (t text) typedApart(begin, i int, f Form, rest string) bool {
	return f.what <= fused && f.near == nil && len(rest) > 1 && i-begin > 1 &&
		t.blankBefore(i) && t.glyphs[i].capital && !t.glyphs[i-1].capital && t.glyphs[begin].capital
}

// minTogether is the least number of letters in two names that are run together in small letters.
// Fewer are chance.
const minTogether = 6

// joins reports whether part n of a form may begin with letter i, for what stands before it.
func (t text) joins(begin, i int, f Form, n int) bool {
	switch g := t.glyphs[i]; {
	case g.before == apart || f.what == aName && !t.oneName(i, f.parts[n-1]):
		return false
	case g.before > none || f.what != aName:
		return true
	case t.turn(i) || g.address:
		return true
	}
	return len(f.letters()) >= minTogether
}

// oneName reports whether what stands before letter i lets it go on a name of which the part
// before ends there: no sentence, item or cell ends, and nothing struck out does. An initial has
// a dot.
func (t text) oneName(i int, part string) bool {
	signs := t.signs(i)
	if strings.ContainsAny(signs, "~;:!?|") && t.glyphs[i].before == between {
		return strings.Contains(signs, "&") // an entity
	}
	for _, item := range []string{"\n- ", "\n* ", "\n+ "} {
		if strings.Contains(signs, item) {
			return false
		}
	}
	dot := strings.IndexByte(signs, '.')
	return dot < 0 || isInitial(part) || len(signs) == 1
}

// counts reports whether letters that fit a form name somebody. An ordinary word does so only with
// a capital or after a title, and an initial only with a capital.
func (t text) counts(i, end int, f Form) bool {
	switch {
	case f.what == initials:
		return t.initialed(i, end, f)
	case f.what == titled:
		return t.initialTitled(i, end)
	case f.what == mailed:
		return t.glyphs[end-1].address
	case f.what == placed:
		return t.glyphs[i].capital && placing(t.wordBefore(i))
	case f.what == proper:
		return t.glyphs[t.wordStart(end)].capital
	case f.near != nil:
		return len(f.parts) > 1 || !placeToo(f.parts[0]) || t.glyphs[i].capital
	case f.what == related:
		return !t.phrased(i, end, f.letters())
	case f.what == shared:
		w := t.wordBefore(i)
		return title(w) || kin(w) || t.plural(end) > 0
	case len(f.parts) > 1:
		return f.what == fused || t.initialsCapital(i, end, f)
	}
	word := f.parts[0]
	if n := t.plural(end); n > 0 && (common(word+"s") || everyday(word+"s")) {
		return false // this is no plural of Thi
	}
	if ordinary(word) || common(word) || everyday(word) || len([]rune(word)) < 3 {
		return title(t.wordBefore(i)) || t.glyphs[i].capital && !t.plainly(i, end, word)
	}
	return true
}

// initialsCapital reports whether parts of one letter have a capital: "Quill a lot" has none.
// One that is run together with a name needs none.
func (t text) initialsCapital(i, end int, f Form) bool {
	first, last := f.parts[0], f.parts[len(f.parts)-1]
	g := t.glyphs[i]
	together := i+1 < len(t.glyphs) && t.glyphs[i+1].before == none || g.address
	if isInitial(first) && !g.capital && !together {
		return false
	}
	g = t.glyphs[end-1]
	return !isInitial(last) || g.solo || g.address || g.capital && !t.article(end-1)
}

// article reports whether letter i is the word A or I, with another word behind it: no initial.
func (t text) article(i int) bool {
	letter := t.letters(i, i+1)
	return (letter == "a" || letter == "i") && strings.HasPrefix(t.s[t.glyphs[i].to:], " ") &&
		t.wordBehind(i+1) != ""
}

// initialTitled reports whether the letter i is the initial of a surname behind a title, Mrs Q,
// and not that of a first name: Mrs Q. Adams.
func (t text) initialTitled(i, end int) bool {
	if !title(t.wordBefore(i)) || !t.glyphs[i].capital || t.wordEnd(i) != end {
		return false
	}
	if end == len(t.glyphs) || !t.glyphs[end].capital {
		return true
	}
	signs := strings.Trim(t.signs(end), "*_ \n")
	next := t.letters(end, t.wordEnd(end))
	return signs != "" && signs != "." || signs == "." && (common(next) || everyday(next))
}

func isInitial(part string) bool { return len(part) == 1 && part >= "a" }

// initialed reports whether letters are somebody's initials: all of them capitals, and no
// acronym that everybody uses.
func (t text) initialed(i, end int, f Form) bool {
	together := true
	for k := i; k < end; k++ {
		if !t.glyphs[k].capital {
			return false
		}
		together = together && (k == i || t.glyphs[k].before <= unseen)
	}
	if end < len(t.glyphs) && t.glyphs[end].before == apostrophe {
		return false // A. M. O'Hara
	}
	if w := t.wordBefore(i); hasDigit(w) && t.blankBefore(i) ||
		together && (w == "a" || w == "an") {
		return false // 12 MB, an MA
	}
	if strings.Contains(t.s[t.glyphs[i].from:t.glyphs[end-1].to], "/") {
		return false // N/A
	}
	if !together {
		return true
	}
	apartFrom := i == 0 || t.glyphs[i].before >= apostrophe
	return apartFrom && (end == len(t.glyphs) || t.glyphs[end].before >= apostrophe) &&
		!acronym(f.letters())
}

// plural returns the length of a plural ending that begins at letter i: Quills, Joneses.
func (t text) plural(i int) int {
	for _, ending := range []string{"s", "es"} {
		n := len(ending)
		if i+n <= len(t.glyphs) && t.glyphs[i].before <= unseen && t.letters(i, i+n) == ending &&
			(i+n == len(t.glyphs) || t.glyphs[i+n].before >= apostrophe) {
			return n
		}
	}
	return 0
}

// ending extends a name that ends before letter i by its own ending, and by figures that follow at
// once: Quill's, Quills, quill77.
func (t text) ending(i int) int {
	i += t.plural(i)
	if i < len(t.glyphs) && t.glyphs[i].before == apostrophe && t.letters(i, i+1) == "s" &&
		t.ended(i+1) {
		i++
	}
	for i < len(t.glyphs) && t.glyphs[i].before == none && t.glyphs[i].digit() &&
		!t.glyphs[i-1].digit() {
		for i < len(t.glyphs) && t.glyphs[i].before == none && t.glyphs[i].digit() {
			i++
		}
	}
	return i
}

// wordStart returns the first letter of the word that ends before letter i.
func (t text) wordStart(i int) int {
	from := i - 1
	for from > 0 && t.glyphs[from].before <= apostrophe {
		from--
	}
	return from
}

// wordEnd returns the end of the word that begins with letter i.
func (t text) wordEnd(i int) int {
	to := i + 1
	for to < len(t.glyphs) && t.glyphs[to].before <= apostrophe {
		to++
	}
	return to
}

// wordBefore returns the word that ends before letter i, in the same paragraph.
func (t text) wordBefore(i int) string {
	if i == 0 || t.glyphs[i].before == apart || t.glyphs[i].before < apostrophe {
		return ""
	}
	return t.letters(t.wordStart(i), i)
}

// mostInitials is the most initials beside one name.
const mostInitials = 3

// widened takes to a name that begins with letter i what belongs to it: its title, and its
// initials. The word I is none.
func (t text) widened(i int) int {
	for range mostInitials {
		w := t.wordBefore(i)
		if !isInitial(w) {
			break
		}
		at := t.wordStart(i)
		behind := t.s[t.glyphs[at].to:]
		joined := strings.HasPrefix(behind, ".") || strings.HasPrefix(behind, "-")
		if !t.glyphs[at].capital || !joined && (w == "i" || w == "a") {
			break
		}
		i = at
	}
	if w := t.wordBefore(i); title(w) || kin(w) && t.glyphs[t.wordStart(i)].capital {
		i = t.wordStart(i)
	}
	return i
}

// doubled takes to a name that begins with letter i the other half of a double name: Smith-Quill.
func (t text) doubled(done, i, from, to int) (int, int) {
	if t.half(i) {
		if at := t.wordStart(i); at >= done && t.glyphs[at].capital {
			from = min(from, at)
		}
	}
	if to < len(t.glyphs) && t.half(to) && t.glyphs[to].capital {
		to = t.wordEnd(to)
	}
	return from, to
}

// half reports whether a hyphen alone stands before letter i, and a capital follows.
func (t text) half(i int) bool {
	return i > 0 && t.glyphs[i].capital && t.glyphs[i].before == hyphen && !t.glyphs[i].solo &&
		t.signs(i) == "-"
}

// emphasis are the marks that may begin within a name and end outside.
const emphasis = "*_`~"

// span returns the bytes of letters from to to, with the marks of emphasis that begin or end within
// them.
func (t text) span(from, to int) (int, int) {
	a, b := t.glyphs[from].from, t.glyphs[to-1].to
	marks := 0
	in := false
	for _, c := range []byte(t.s[a:b]) {
		mark := strings.IndexByte(emphasis, c) >= 0
		if mark && !in {
			marks++
		}
		in = mark
	}
	if marks%2 == 0 {
		return a, b
	}
	left := len(strings.TrimRight(t.s[:a], emphasis))
	right := len(t.s) - len(strings.TrimLeft(t.s[b:], emphasis))
	if left < a {
		return left, b
	}
	return a, right
}

// acronym reports whether capitals mean something else everywhere.
func acronym(s string) bool {
	return slices.Contains(strings.Fields(`ok tv gp pe re it pc id uk eu us dj dvd hr nhs la lac cp
		cin csc sw sen dsl ofs dob am pm bt ai ip pr mp md ms dr st no eg ie vs ps cv cd hq er ed
		ae iv bp pt ot mh mb gb kb fm tb dv da fgm csa cse it's`), s)
}
