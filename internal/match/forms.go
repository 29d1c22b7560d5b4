package match

import (
	"slices"
	"strings"
	"unicode/utf8"

	"casefile/internal/pattern"
)

// Form is one way to name somebody or something: folded parts that follow each other.
// Within a part a text may have a hyphen, an apostrophe or what nobody sees. Between two
// parts it may have anything but an empty line.
type Form struct {
	parts []string
	what  formKind
	// near are folded words that belong to the same address: beside the form they are taken
	// with it. Nil where it is no address.
	near map[string]bool
	// initials are the initials of the name that has this form: they may stand beside it.
	initials string
}

// formKind says when a form counts in a text.
type formKind int

const (
	aName    formKind = iota // parts need a blank or a capital between them where both are short
	fused                    // one name, also where its parts are run together: O'Dell as Odell
	initials                 // D.Q.: only in capitals
	digits                   // a telephone number, with or without the country's prefix
	local                    // one without the prefix of its town: no figures before it
	shared                   // the subject's surname: behind a title or Auntie, or of several
	related                  // aunt: in any case of letters, alone
	mailed                   // danaq: within an address alone
	titled                   // Mrs Q: the initial of a surname, behind a title
	placed                   // Rosebank: a place's name without its kind, behind at, in or near
	proper                   // The Green: in capitals, as a place
)

// letters returns the letters of a form, run together.
func (f Form) letters() string { return strings.Join(f.parts, "") }

// Exactly returns a phrase just as its words follow each other; nil where it has none.
func Exactly(phrase string) []Form {
	var out []Form
	for _, ways := range spellings(phrase) {
		if words := strings.Fields(strings.ReplaceAll(ways, "'", " ")); len(words) > 0 {
			out = append(out, Form{parts: words, what: fused})
		}
	}
	return out
}

// spellings returns the words of a text as they are folded, with blanks between, in all ways in
// which marks on letters are typed: muller and mueller. The first has none of them.
func spellings(s string) []string {
	out := []string{""}
	for i, g := range glyphsOf(s) {
		before := ""
		switch {
		case i > 0 && g.before >= hyphen:
			before = " "
		case i > 0 && g.before == apostrophe:
			before = "'"
		}
		ways := g.ways
		if len(out)*len(ways) > mostSpellings {
			ways = ways[:1]
		}
		var next []string
		for _, way := range ways {
			for _, typed := range out {
				next = append(next, typed+before+way)
			}
		}
		out = next
	}
	if plain := plainVowels(out[0]); !slices.Contains(out, plain) {
		out = append(out, plain)
	}
	return out
}

// mostSpellings bounds the ways to write one name: nobody types more marks in two ways each.
const mostSpellings = 16

// plainVowels writes Mueller as Muller. Short words stay: Sue is no Su.
func plainVowels(s string) string {
	words := strings.Split(s, " ")
	for i, w := range words {
		if len(w) >= longEnough {
			words[i] = vowelPairs.Replace(w)
		}
	}
	return strings.Join(words, " ")
}

// longEnough is the number of letters of a name from which two vowels in it are taken for one with
// a mark.
const longEnough = 6

// vowelPairs is never written to.
var vowelPairs = strings.NewReplacer("ae", "a", "oe", "o", "ue", "u")

// Forms returns the ways in which a text may name somebody: the whole name in both orders, each
// name, the last name with an initial or a title, the initials. Names of notAlone (the subject's
// own) count only together with others.
func Forms(name string, notAlone []string) []Form {
	var out []Form
	for _, whole := range wholeNames(name) {
		for _, tokens := range tokensOf(whole) {
			out = append(out, formsOf(tokens, notAlone)...)
		}
		out = append(out, withParticles(whole)...)
	}
	known := ""
	for _, w := range Folded(name) {
		known += initial(w)
	}
	for i := range out {
		out[i].initials = known
	}
	return out
}

// macName is Mac or Mc that stands alone before a name.
var macName = pattern.Of(`\b(Ma?c) (\pL\pL)`)

// wholeNames returns a name, and the same name with Mac and the next part in one word.
func wholeNames(name string) []string {
	if one := macName().ReplaceAllString(name, "$1$2"); one != name {
		return []string{one, name}
	}
	return []string{name}
}

// withParticles returns a name with its particles in small letters, and its surname with them: Jan
// van der Berg, van der Berg. It returns none for a name without particles.
func withParticles(name string) []Form {
	var out []Form
	for _, typed := range spellings(name) {
		words := slices.DeleteFunc(strings.Fields(typed), func(w string) bool { return title(w) })
		for i := 1; i < len(words)-1; i++ {
			if !particle(words[i]) || particle(words[i-1]) || i > mostNames {
				continue
			}
			surname, first := words[i:], initial(words[0])
			whole := [][]string{words, slices.Concat(surname, words[:i]), surname}
			if slices.ContainsFunc(words[:i], particle) { // Ali bin Omar, of Al-Sayed
				whole = append(whole, words[:i], slices.Concat(words[:1], surname))
			}
			for _, form := range whole {
				out = append(out, Form{parts: wordParts(form), what: fused})
			}
			out = append(out, Form{parts: wordParts(slices.Concat([]string{first}, surname))},
				Form{parts: wordParts(append(slices.Clone(surname), first))})
		}
	}
	return out
}

// wordParts returns the parts of words, in which an apostrophe may stand.
func wordParts(words []string) []string {
	var out []string
	for _, w := range words {
		out = append(out, partsOf(w)...)
	}
	return out
}

// tokensOf returns the names in a name, in each of its spellings.
func tokensOf(name string) [][]string {
	tokens := namesOf(name)
	out := [][]string{tokens}
	if len(tokens) == 0 {
		return nil
	}
	for _, typed := range spellings(name)[1:] {
		other := namesLike(tokens, strings.Fields(typed), strings.Fields(spellings(name)[0]))
		if other != nil {
			out = append(out, other)
		}
	}
	return out
}

// namesLike returns the same names in another spelling of the whole: word for word.
func namesLike(tokens, typed, first []string) []string {
	if len(typed) != len(first) {
		return nil
	}
	out := slices.Clone(tokens)
	for i, t := range tokens {
		for k, w := range first {
			if stem(w) == t {
				out[i] = stem(typed[k])
			}
		}
	}
	return out
}

func formsOf(tokens, notAlone []string) []Form {
	var out []Form
	add := func(what formKind, words ...string) {
		out = append(out, Form{parts: wordParts(words), what: what})
	}
	if n := len(tokens); n > 1 {
		first, last := tokens[0], tokens[n-1]
		add(aName, tokens...)
		add(aName, append([]string{last}, tokens[:n-1]...)...)
		// scripts without blanks have none
		if initial(first) != first && initial(first) < "\u0e00" {
			add(aName, initial(first), last)
			add(aName, last, initial(first))
		}
		add(aName, first, last)
		if initial(last) < "\u0e00" {
			add(mailed, first, initial(last)) // danaq@post.example
			add(titled, initial(last))        // Mrs Q
		}
		out = append(out, initialsOf(tokens)...)
	}
	for i, t := range tokens {
		switch {
		case utf8.RuneCountInString(t) < 2 || i > 0 && particle(t):
		case !slices.Contains(notAlone, t):
			add(fused, t)
			out = append(out, scots(t)...)
		case i > 0 || len(tokens) == 1: // the surname, shared with the subject
			add(shared, t)
		}
	}
	return unlike(append(out, doubled(tokens, notAlone)...))
}

// unlike returns forms without duplicates.
func unlike(forms []Form) []Form {
	var out []Form
	for _, f := range forms {
		same := func(o Form) bool { return slices.Equal(o.parts, f.parts) && o.what <= f.what }
		if !slices.ContainsFunc(out, same) {
			out = append(out, f)
		}
	}
	return out
}

// doubled returns two names that follow each other, written as one: Annemarie.
func doubled(tokens, notAlone []string) []Form {
	var out []Form
	for i := 1; i < len(tokens); i++ {
		a, b := tokens[i-1], tokens[i]
		if particle(b) {
			continue
		}
		if !slices.Contains(notAlone, a) || !slices.Contains(notAlone, b) {
			out = append(out, Form{parts: append(partsOf(a), partsOf(b)...)})
		}
	}
	return out
}

// initialsOf returns D.Q. for Dana Quill. Two letters that mean something else, such as TV, count
// only with dots or blanks between them.
func initialsOf(tokens []string) []Form {
	var parts []string
	for _, t := range tokens {
		if !particle(t) {
			parts = append(parts, initial(t))
		}
	}
	if len(parts) < 2 {
		return nil
	}
	out := []Form{{parts: parts, what: initials}}
	if n := len(parts); n > 2 {
		out = append(out, Form{parts: []string{parts[0], parts[n-1]}, what: initials})
	}
	return out
}

// partsOf returns the parts of one name: O'Dell has two.
func partsOf(name string) []string {
	return strings.FieldsFunc(name, func(r rune) bool { return r == '\'' })
}

// scots returns other ways to write a surname that begins with Mac, and none for another one.
func scots(name string) []Form {
	for _, before := range []string{"mac", "mc"} {
		if rest, ok := strings.CutPrefix(name, before); ok && len(rest) >= leastAfterMac {
			return []Form{{parts: []string{"mac", rest}, what: fused},
				{parts: []string{"mc", rest}, what: fused}, {parts: []string{"m" + rest}}}
		}
	}
	return nil
}

// leastAfterMac is the least number of letters behind Mac in a surname: Macy is no such name.
const leastAfterMac = 3

func initial(name string) string {
	_, size := utf8.DecodeRuneInString(name)
	return name[:size]
}

// PhraseForms returns the words of a phrase just as they stand, where one of them tells anything,
// and Forms of the names in it.
func PhraseForms(phrase string, notAlone []string) []Form {
	words := Words(phrase)
	tokens := slices.DeleteFunc(nameTokens(words), func(w Word) bool {
		return month(w.Text) && len(words) > 1
	})
	var out []Form
	telling := func(w string) bool {
		return !common(w) && !onlyDigits(w) && !slices.Contains(notAlone, w)
	}
	if slices.ContainsFunc(texts(words), telling) {
		out = append(out, Exactly(phrase)...)
	}
	if len(tokens) > 0 {
		out = append(out, Forms(strings.Join(spelled(phrase, tokens), " "), notAlone)...)
	}
	return out
}
