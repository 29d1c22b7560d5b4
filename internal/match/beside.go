package match

import "strings"

// initialsBeside extends a hit by the person's initials, before and behind it: MJ Watson; Watson,
// M. J. Initials with which another name begins belong to that name.
func (f *Finder[P]) initialsBeside(t text, done int, m *spot[P]) {
	if i := t.wordStart(m.from); m.from > done && i >= done && t.blankBefore(m.from) &&
		t.runOfInitials(i, m.from, m.initials) {
		m.from = i
	}
	for range mostInitials {
		end := t.initialsAt(m.to, m.initials)
		if end == 0 || f.at(t, m.to, len(t.glyphs)).to > end {
			return
		}
		m.to = end
	}
}

// runOfInitials reports whether letters from to to are two or three capitals without anything
// between, each an initial that is known, and mean nothing else.
func (t text) runOfInitials(from, to int, known string) bool {
	if n := to - from; n < 2 || n > mostInitials || acronym(t.letters(from, to)) {
		return false
	}
	for i := from; i < to; i++ {
		if !t.glyphs[i].capital || !strings.Contains(known, t.letters(i, i+1)) {
			return false
		}
	}
	return true
}

// initialsAt returns the end of the initials that begin with letter i behind a name, and 0 if there
// are none.
func (t text) initialsAt(i int, known string) int {
	if i >= len(t.glyphs) || known == "" {
		return 0
	}
	signs := t.signs(i)
	if signs == "" || strings.Trim(signs, " .,-") != "" || strings.HasPrefix(signs, ".") && i > 1 &&
		t.glyphs[i-2].before <= apostrophe && t.wordStart(i) < i-1 {
		return 0 // a sentence has ended
	}
	end := t.wordEnd(i)
	if t.runOfInitials(i, end, known) {
		return end
	}
	letter := t.letters(i, end)
	if end != i+1 || !t.glyphs[i].capital || !strings.Contains(known, letter) {
		return 0
	}
	behind := t.s[t.glyphs[i].to:]
	if t.article(i) || strings.HasPrefix(behind, "'") || strings.HasPrefix(behind, "’") {
		return 0
	}
	return end
}
