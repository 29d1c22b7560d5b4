package match

import (
	"slices"
	"strings"

	"casefile/internal/pattern"
)

// plainly reports whether a word that may be a name, at letters i to end, is here the ordinary
// word, because of the words beside it: Will he come, May I, in May, 12 May, Young people, Marks
// out of ten. In doubt it is a name: then a word too many is left out, and no name stays.
func (t text) plainly(i, end int, word string) bool {
	if title(t.wordBefore(i)) {
		return false
	}
	if end < len(t.glyphs) && t.glyphs[end].before == hyphen && !t.glyphs[end].capital &&
		len(word) < 3 {
		return true // Li-ion
	}
	if n := t.plural(end); n > 0 {
		return begins(t.s, t.glyphs[i].from) && (common(word) || t.wordBehind(end+n) == "out")
	}
	if end < len(t.glyphs) && t.glyphs[end].before <= apostrophe {
		return false // May's, or a longer word
	}
	next := t.wordBehind(end)
	switch {
	case month(word) && (t.inMonth(i) || dayOrYear().MatchString(next) && t.blankBefore(end)):
		return true
	case word == "will" || word == "may":
		return spokenOf()[next] || next == "not" && t.wordBehind(t.wordEnd(end)) == "be"
	case word == "young":
		return youngOnes()[next]
	}
	return false
}

// phrased reports whether a word for a relation to the child, at letters i to end, means something
// else with the next one: Father Christmas, Mother's Day, a nan bread.
func (t text) phrased(i, end int, word string) bool {
	if end < len(t.glyphs) && t.glyphs[end].before == apostrophe && t.letters(end, end+1) == "s" {
		end++
	} else {
		end += t.plural(end)
	}
	return slices.Contains(phrases[word], t.wordBehind(end))
}

// phrases is never written to.
var phrases = map[string][]string{"father": {"christmas", "day"},
	"mother":      {"tongue", "day", "nature"},
	"grandmother": {"day"}, "nan": {"bread", "breads"}, "nanny": {"goat", "goats", "state"}}

var (
	dayOrYear = pattern.Of(`^(?:[0-9]{1,2}(?:st|nd|rd|th)?|(?:19|20)[0-9]{2})$`)

	// The words behind a verb, before a month and behind an adjective are never written to.
	spokenOf  = setOf("i he she it we you they there")
	monthSoon = setOf("in since until till during early late mid this last next every")
	youngOnes = setOf(`people person carer carers man men woman women child children girl girls
		boy boys adult adults mother mothers father fathers parent parents offender offenders ones`)
)

// inMonth reports whether the words before letter i make what follows a month: in May, 12 May,
// the end of May.
func (t text) inMonth(i int) bool {
	before := t.wordBefore(i)
	if before == "of" {
		before = t.wordBefore(t.wordStart(i))
		return strings.Contains(" end beginning start middle half rest days ", " "+before+" ") ||
			dayOrYear().MatchString(before)
	}
	return monthSoon()[before] || dayOrYear().MatchString(before) && t.blankBefore(i)
}

// blankBefore reports whether only a blank stands before letter i.
func (t text) blankBefore(i int) bool {
	return i > 0 && i < len(t.glyphs) && t.signs(i) == " "
}

// wordBehind returns the word that begins with letter i, in the same paragraph.
func (t text) wordBehind(i int) string {
	if i >= len(t.glyphs) || t.glyphs[i].before == apart || t.glyphs[i].before < hyphen {
		return ""
	}
	return t.letters(i, t.wordEnd(i))
}
