package disclose

import (
	"slices"
	"strings"
)

// standing is what was decided about somebody's name.
type standing int

const (
	undecided standing = iota
	kept
	removed
	bound // removed whatever was decided: an anonymous reporter, a protected address
)

// person is somebody whom the record names, or words that are treated so.
type person struct {
	name      string     // as the record has it
	forms     [][]string // in folded words
	stands    standing
	exemption string
	what      string // for the log: a name, a protected address
	label     string // in the mark
}

// titles stand before a name, and are no part of it.
func title(w string) bool {
	return titleWords[w]
}

// common words begin with a capital letter and name nobody.
func common(w string) bool { return commonWords[w] }

// setOf is a table of words.
func setOf(words string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(words) {
		out[w] = true
	}
	return out
}

// Tables of words, which are never written to.
var (
	titleWords  = setOf("mr mrs ms miss mx dr prof professor sir lady rev revd reverend pc sgt nurse")
	commonWords = setOf(`a an and at by for from he her his in it its of on or our she the their they this to us we who with
		i me my myself own unknown none nobody not
		mother father mum mam mom dad daddy mummy parent parents stepmother stepfather sister brother sibling siblings
		aunt auntie uncle cousin nan nana nanny gran granny grandma grandmother grandad grandfather grandparent
		child children baby boy girl son daughter friend friends family partner wife husband boyfriend girlfriend carer carers
		foster neighbour neighbours neighbor landlord lodger visitor stranger caller somebody someone anonymous
		school teacher teaching head nursery doctor gp health visitor social worker police officer hospital clinic court
		detective constable sergeant inspector guardian midwife consultant clerk
		key manager team lead dsl csc both all younger older elder half step former ex new
		monday tuesday wednesday thursday friday saturday sunday
		january february march july september october november december`)
	ordinaryWords = setOf(`april art august autumn banks bell bill black bond bright brook brown bush case chance christian
		church close cook cross dale day dean drew english farmer faith field fields fisher ford forest fox frank gene grace grant gray green
		grey guy hall hand hardy heath hill holly hope house hunt hunter ivy jack joy june king lake lamb lane law lee little long love major mark
		marsh may miles moon noble north page park pat patience penny pike pine pope potter power price prince read reed rich robin rose ruby rush
		sage sharp short small smart snow stone street strong summer sue swift tanner taylor temple trinity victor violet walker wall ward waters
		way weaver wells west white will wise wood woods worth young`)
)

// month reports whether a word is a month that is also somebody's name. Among
// other words it is taken for the month.
func month(w string) bool { return slices.Contains([]string{"april", "may", "june", "august"}, w) }

// ordinary words are names too; only with a capital letter, or behind a title,
// do they count as one.
func ordinary(w string) bool {
	return ordinaryWords[w]
}

func particle(w string) bool {
	return slices.Contains([]string{"van", "von", "der", "den", "de", "del", "della", "di", "da", "la", "le", "du", "al", "el", "bin", "ibn", "bint", "ter", "ten", "y", "e"}, w)
}

// nameTokens are the words of a phrase that name somebody: those with a capital
// letter or, where there are none, those behind a title.
func nameTokens(words []word) []word {
	var out, behind []word
	for i, w := range words {
		switch {
		case title(w.text) || onlyDigits(w.text):
		case i > 0 && title(words[i-1].text):
			behind = append(behind, w)
			fallthrough
		default:
			if w.capital && !common(stem(w.text)) {
				out = append(out, w)
			}
		}
	}
	if len(out) == 0 {
		return behind
	}
	return out
}

func stem(w string) string { return strings.TrimSuffix(w, "'s") }

func onlyDigits(w string) bool { return strings.Trim(w, "0123456789") == "" }

// namesOf is somebody by the name that a field of the record gives: it need
// have no capital letter.
func namesOf(name string) []string {
	words := wordsOf(name)
	tokens := nameTokens(words)
	if n := len(words); n > 1 && len(tokens) > 0 && words[n-1].capital && tokens[len(tokens)-1] != words[n-1] && !title(words[n-1].text) && !onlyDigits(words[n-1].text) {
		tokens = append(tokens, words[n-1]) // Bea Friend
	}
	if len(tokens) == 0 {
		for _, w := range words {
			if !title(w.text) && !common(w.text) && !onlyDigits(w.text) {
				tokens = append(tokens, w)
			}
		}
	}
	out := texts(tokens)
	for i := range out {
		out[i] = stem(out[i])
	}
	return out
}

// formsOf are the ways in which a text may name somebody: the whole name in both
// orders, each name, the last name with an initial or a title. Names of notOnes
// (the subject's own) count only together with others.
func formsOf(name string, notOnes []string) [][]string {
	tokens := namesOf(name)
	var out [][]string
	if n := len(tokens); n > 1 {
		out = append(out, tokens, append([]string{tokens[n-1]}, tokens[:n-1]...), []string{initial(tokens[0]), tokens[n-1]}, []string{tokens[0], tokens[n-1]})
	}
	for i, t := range tokens {
		switch {
		case len([]rune(t)) < 2 || particle(t):
		case !slices.Contains(notOnes, t):
			out = append(append(out, []string{t}), apostrophes(t)...)
		case i > 0 || len(tokens) == 1: // the surname, shared with the subject
			for _, before := range []string{"mr", "mrs", "ms", "miss", "mx", "dr"} {
				out = append(out, []string{before, t})
			}
		}
	}
	return out
}

// apostrophes are other ways to write O'Dell: ODell, and O Dell.
func apostrophes(name string) [][]string {
	if !strings.Contains(name, "'") {
		return nil
	}
	out := [][]string{{strings.ReplaceAll(name, "'", "")}}
	if parts := strings.Split(name, "'"); !slices.Contains(parts, "") {
		out = append(out, parts)
	}
	return out
}

func initial(name string) string { return string([]rune(name)[:1]) }

// phraseForms are the words of a mark just as they stand, with the names in
// them.
func phraseForms(phrase string, notOnes []string) [][]string {
	words := wordsOf(phrase)
	whole := texts(words)
	tokens := slices.DeleteFunc(nameTokens(words), func(w word) bool { return month(w.text) && len(words) > 1 })
	var out [][]string
	if slices.ContainsFunc(whole, func(w string) bool { return !common(w) && !onlyDigits(w) && !slices.Contains(notOnes, w) }) {
		out = append(out, whole)
	}
	if len(tokens) > 0 {
		out = append(out, formsOf(strings.Join(raw(phrase, tokens), " "), notOnes)...)
	}
	return out
}

// raw are words as they are written.
func raw(s string, words []word) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = s[w.from:w.to]
	}
	return out
}
