package match

import (
	"slices"
	"strings"
)

// SoughtPlace is an address that somebody seeks, in every way in which a text may have it. It is
// narrower than AddressForms, which leave nothing standing that may tell an address: 14 Alder
// Road is another address than 12 Alder Road.
type SoughtPlace struct {
	finder *Finder[int]
	words  []string // that a place must have, whatever else stands beside it
	street bool     // and the word for its kind, in any spelling
}

// PlaceOf reads words as an address: a postcode, or a street with its kind, and perhaps a town and
// a postcode. alone says that the words are known to be one thing. Otherwise an address must begin
// with a figure, and a comma and capitals must stand between the street and the rest. It returns
// false for all other words.
func PlaceOf(s string, alone bool) (*SoughtPlace, bool) {
	words := Words(s)
	if len(words) == 0 || !alone && !hasDigit(words[0].Text) {
		return nil, false
	}
	p := &SoughtPlace{}
	street := lastStreet(words)
	tail := words[street+1:]
	code := len(tail) > 0 && len(postcodesIn(s[tail[max(len(tail)-2, 0)].From:])) > 0
	switch {
	case street < 0 && (!code || len(words) > 2):
		return nil, false
	case street < 0:
		p.words = texts(words)
	case !alone && !code && len(tail) > 0 && !town(s[words[street].To:], tail):
		return nil, false
	default:
		p.street, p.words = true, nameOfStreet(words[:street+1])
	}
	p.finder = NewFinder[int]()
	p.finder.Seek(1, AddressForms(s))
	return p, len(p.words) > 0
}

// lastStreet returns the word for a kind of street that stands last, behind a name; -1 for none.
func lastStreet(words []Word) int {
	for i := len(words) - 1; i > 0; i-- {
		if streetType(words[i].Text) {
			return i
		}
	}
	return -1
}

// town reports whether what follows a street, words of which are tail, may be its town.
func town(rest string, tail []Word) bool {
	return strings.HasPrefix(rest, ",") && !slices.ContainsFunc(tail, func(w Word) bool {
		return !w.Capital && !hasDigit(w.Text)
	})
}

// nameOfStreet returns the words of a street that are not for its kind.
func nameOfStreet(words []Word) []string {
	name := slices.DeleteFunc(texts(words), func(w string) bool {
		return streetType(w) || house(w)
	})
	return withoutApostrophes(name)
}

// withoutApostrophes are words as half of all people write them: Weavers Lane for Weaver's Lane.
func withoutApostrophes(words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = strings.ReplaceAll(w, "'", "")
	}
	return out
}

// Needs are letters that every text has that tells the address, as AppendLetters gives them.
func (p *SoughtPlace) Needs() []string {
	var out []string
	for _, w := range p.words {
		out = append(out, letters(w))
	}
	return out
}

// Find returns the places of a text that have the address: bytes from and to.
func (p *SoughtPlace) Find(s string) [][2]int {
	var out [][2]int
	for _, h := range p.finder.Find(s) {
		if p.all(withoutApostrophes(Folded(s[h.From:h.To]))) {
			out = append(out, [2]int{h.From, h.To})
		}
	}
	return out
}

// all reports whether words have each of those that are sought. A postcode is typed with a blank
// or without.
func (p *SoughtPlace) all(words []string) bool {
	together := strings.Join(words, "")
	for _, w := range p.words {
		if !slices.Contains(words, w) && !(hasDigit(w) && strings.Contains(together, w)) {
			return false
		}
	}
	return !p.street || slices.ContainsFunc(words, streetType)
}

// SoughtName is somebody whom a reader looks for, in every way in which a text may name them. It
// is narrower than Forms, which leave nothing standing that may name somebody: of a whole name, a
// first name alone is anybody's, and a last name alone is not theirs behind another first name.
type SoughtName struct {
	finder *Finder[int]
	first  string   // "" where only one name is sought
	rest   []string // the names behind it, as Plain has them
	last   []string // those of the last name, which hyphens part
}

// NameOf reads a name as people type it: Dana Quill; Quill, Dana; Mrs Quill. false where there is
// no name in it.
func NameOf(s string) (*SoughtName, bool) {
	forms := Forms(s, nil)
	if last, first, turned := strings.Cut(s, ","); turned {
		s = first + " " + last
	}
	names := strings.Fields(s)
	names = slices.DeleteFunc(names, func(w string) bool {
		plain := letters(w)
		return plain == "" || title(plain)
	})
	if len(forms) == 0 || len(names) == 0 {
		return nil, false
	}
	n := &SoughtName{finder: NewFinder[int]()}
	n.finder.Seek(1, forms)
	n.last = plainNames(names[len(names)-1:])
	n.rest = n.last
	if len(names) > 1 {
		n.first, n.rest = Plain(names[0]), plainNames(names[1:])
	}
	return n, true
}

// plainNames returns the letters of names, and of each half of a double name.
func plainNames(names []string) []string {
	var out []string
	for _, name := range names {
		for half := range strings.SplitSeq(name, "-") {
			if plain := Plain(half); plain != "" {
				out = append(out, plain)
			}
		}
	}
	return out
}

// May reports whether a text can name this person, by its letters as PlainLetters gives them. A
// search looks closely only at such texts. known is as in Find.
func (n *SoughtName) May(plain string, known bool) bool {
	has := func(name string) bool { return strings.Contains(plain, name) }
	return n.says(has) || known && n.first != "" && has(n.first)
}

// says reports whether letters have the name: a first name with one behind it, or all of the last.
func (n *SoughtName) says(has func(string) bool) bool {
	if n.first != "" && has(n.first) && slices.ContainsFunc(n.rest, has) {
		return true
	}
	for _, half := range n.last {
		if !has(half) {
			return false
		}
	}
	return true
}

// Find returns the places of a text that name the person, as bytes from and to. known means that
// the text is about people of whom this is one, so that the first name alone is enough.
func (n *SoughtName) Find(s string, known bool) [][2]int {
	var out [][2]int
	for _, h := range n.finder.Find(s) {
		h.From = n.withFirst(s, h.From)
		if n.is(s, h.From, h.To) || known && n.byFirst(s, h.From, h.To) {
			out = append(out, [2]int{h.From, h.To})
		}
	}
	return out
}

// is reports whether what stands at a place of a text is this person's name, and not only a part
// of it that others have too.
func (n *SoughtName) is(s string, from, to int) bool {
	hit := Plain(s[from:to])
	has := func(name string) bool { return strings.Contains(hit, name) }
	whole := n.first == "" || has(n.first) || n.initial(s[from:to])
	return n.says(has) && (whole || !othersBefore(s[:from]))
}

// Whole reports whether what a text has of the person is more than a last name that others have
// too: the first name beside another one.
func (n *SoughtName) Whole(hit string) bool {
	plain := Plain(hit)
	has := func(name string) bool { return strings.Contains(plain, name) }
	return n.first != "" && has(n.first) && slices.ContainsFunc(n.rest, has)
}

// byFirst reports whether the first name stands at a place of a text, with no other name behind it.
func (n *SoughtName) byFirst(s string, from, to int) bool {
	if n.first == "" || !strings.Contains(Plain(s[from:to]), n.first) {
		return false
	}
	rest, ok := strings.CutPrefix(s[to:], " ")
	if !ok {
		return true
	}
	next := Words(rest[:min(len(rest), longestName)])
	return len(next) == 0 || !telling(next[0]) || next[0].From > 0
}

// longestName bounds how much is read behind a first name, in bytes.
const longestName = 40

// initial reports whether a word of a hit is the initial of the first name.
func (n *SoughtName) initial(hit string) bool {
	return slices.Contains(Folded(hit), initial(n.first))
}

// withFirst returns the beginning of a name of which the last names begin at a byte of a text. That
// is the first name, if it stands before them. So a search for Siobhan Neill finds the whole of
// Siobhan O'Neill.
func (n *SoughtName) withFirst(s string, from int) int {
	if word := wordBefore(s[:from]); n.first != "" && Plain(word) == n.first {
		return strings.LastIndex(s[:from], word)
	}
	return from
}

// wordBefore returns the word that a text ends with, behind which a blank stands; "" for none.
func wordBefore(s string) string {
	before := strings.TrimRight(s, " ")
	if before == s {
		return ""
	}
	return before[strings.LastIndexAny(before, " \n\"([*_")+1:]
}

// othersBefore reports whether a text ends with a first name.
func othersBefore(s string) bool {
	word := wordBefore(s)
	return word != "" && given(letters(word))
}

// PlainLetters makes of letters as AppendLetters gives them those of Plain.
func PlainLetters(s string) string { return doubledVowels.Replace(s) }
