package match

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"casefile/internal/pattern"
)

// AddressForms returns the ways in which a text may tell an address: its streets and houses with
// the usual abbreviations, number before or after; the postcode in any spelling. Beside one of them
// all other words of the address are taken with it, in whatever order. A town alone is no address
// (TownForms).
func AddressForms(s string) []Form { return placeForms(s, address.home) }

// TownForms returns the ways in which a text tells where about an address is: its town, and the
// first half of its postcode, or all of one that is a town's.
func TownForms(s string) []Form { return placeForms(s, address.about) }

// placeForms returns the forms of an address in each way to type it, with the same words beside
// them.
func placeForms(s string, of func(address, string) []Form) []Form {
	near := map[string]bool{}
	var out []Form
	for _, typed := range typings(s) {
		a := readAddress(typed)
		maps.Copy(near, a.words)
		out = append(out, of(a, typed)...)
	}
	out = unlike(out)
	for i := range out {
		out[i].near = near
	}
	return out
}

// typings returns a text unchanged, with letters in place of marks (ue for ü), and with one vowel
// in place of two that may stand for a mark.
func typings(s string) []string {
	s = norm.NFC.String(s)
	out := []string{s}
	var b strings.Builder
	for _, r := range s {
		if more := moreWays(unicode.ToLower(r)); len(more) > 1 {
			b.WriteString(more)
		} else {
			b.WriteRune(r)
		}
	}
	for _, typed := range []string{b.String(), plainVowels(strings.ToLower(s))} {
		if !slices.Contains(out, typed) && Key(typed) != Key(s) {
			out = append(out, typed)
		}
	}
	return out
}

// home returns the forms that tell an address by themselves.
func (a address) home(s string) []Form {
	var out []Form
	add := func(what formKind, parts ...string) {
		if len(parts) > 0 {
			out = append(out, Form{parts: wordParts(parts), what: what})
		}
	}
	for _, code := range postcodesIn(s) {
		add(fused, code...)
	}
	if len(a.lines) == 0 { // an address of one word, say
		for _, town := range a.towns {
			add(fused, town...)
		}
	}
	for _, line := range a.lines {
		for _, words := range line.streets() {
			add(fused, words...)
		}
		for _, words := range append(line.theOnly(), line.withoutSaint()...) {
			add(proper, words...)
		}
		for _, words := range line.bare() {
			add(placed, words...)
		}
	}
	return out
}

// about returns the forms that tell its town.
func (a address) about(s string) []Form {
	var out []Form
	add := func(what formKind, parts ...string) {
		out = append(out, Form{parts: wordParts(parts), what: what})
	}
	for _, m := range postcode().FindAllStringSubmatch(s, -1) {
		add(fused, strings.ToLower(m[1]))
	}
	for _, code := range a.codes {
		if len(strings.Join(code, "")) >= leastCode {
			add(fused, code...)
		}
	}
	for _, town := range a.towns {
		add(fused, town...)
		if n := len(town) - 1; n > 0 && len(town[n]) == 1 { // København K
			add(fused, town[:n]...)
		} else if n > 0 && !placeToo(town[n]) {
			add(placed, town[n])
		}
		if halves := halved(town); halves != nil {
			add(fused, halves...)
		}
	}
	return out
}

// nowhere reports whether what stands for an address names no place: none, with her aunt. As
// an address it would be found in every text.
func nowhere(s string) bool {
	return !slices.ContainsFunc(Folded(s), func(w string) bool {
		return !common(w) && !placeless()[w]
	})
}

// placeless is never written to.
var placeless = setOf(`no fixed address abode temporary temporarily accommodation confidential
	withheld protected private secret undisclosed disclosed known given recorded stated told be
	hostel refuge homeless prison care abroad various same as above see note moved away left
	somewhere elsewhere safe place home bed breakfast b n/a na tbc`)

// address is one that was taken apart.
type address struct {
	words map[string]bool // all that tell something of it
	lines []addressLine
	towns [][]string
	codes [][]string // of towns, in figures
}

// addressLine are the words of one line of an address, folded.
type addressLine []string

// readAddress takes an address apart, at commas, semicolons and the ends of lines; where it has
// none, behind each street.
func readAddress(s string) address {
	a := address{words: map[string]bool{}}
	for _, form := range []*regexp.Regexp{postcode(), eircode()} {
		for _, m := range form.FindAllStringSubmatch(s, -1) {
			a.words[strings.ToLower(m[1])], a.words[strings.ToLower(m[2])] = true, true
			a.words[strings.ToLower(m[1]+m[2])] = true
		}
		s = form.ReplaceAllString(s, ",")
	}
	if nowhere(s) {
		return a
	}
	split := func(r rune) bool { return strings.ContainsRune(",;\n|/", r) }
	for _, line := range strings.FieldsFunc(s, split) {
		a.read(Folded(line))
	}
	return a
}

// read takes in the words of one line.
func (a *address) read(words []string) {
	for len(words) > 0 {
		most := min(len(words), mostWords)
		line, rest := firstStreet(words[:most])
		words = words[most-len(rest):]
		for _, w := range line {
			a.words[strings.ReplaceAll(w, "'", "")] = true
			for _, other := range slices.Concat(abbreviations(w), opening(w), halves(w),
				spokenNumber(w)) {
				a.words[other] = true
			}
		}
		town, code := line.codeTown()
		if code != nil {
			a.codes, line = append(a.codes, code), town
		}
		named := slices.DeleteFunc(slices.Clone(line), func(w string) bool { return wide(w) })
		switch {
		case len(named) == 0:
		case code == nil && line.telling():
			a.lines = append(a.lines, line)
		default:
			a.towns = append(a.towns, opened(named)...)
		}
	}
}

// halves returns the number of a house and the letter behind it: 7 b for 7b.
func halves(w string) []string {
	if n := len(w) - 1; n > 0 && onlyDigits(w[:n]) && w[n] >= 'a' && w[n] <= 'z' {
		return []string{w[:n], w[n:]}
	}
	return nil
}

// mostWords is the greatest number of words in one line of an address: a longer line is several.
const mostWords = 20

// firstStreet cuts the words of a line behind its first street, where more follows.
func firstStreet(words []string) (addressLine, []string) {
	for i, w := range words {
		if i > 0 && streetType(w) && !slices.ContainsFunc(words[i+1:], streetType) &&
			i+1 < len(words) {
			return words[:i+1], words[i+1:]
		}
	}
	return words, nil
}

// telling reports whether a line names a house or a street: it has a street's word in it, or a
// figure, or an article as houses have.
func (l addressLine) telling() bool {
	return slices.ContainsFunc(l, func(w string) bool {
		return streetType(w) || hasDigit(w) || house(w) || w == "the"
	})
}

func hasDigit(w string) bool { return strings.ContainsAny(w, "0123456789") }

// streets returns the parts of a line that identify it: the street's name in each way to write its
// kind, and the words before it.
func (l addressLine) streets() [][]string {
	var out [][]string
	name := l
	for i, w := range l { // what stands before the last number is another part: a flat, a house
		if hasDigit(w) && slices.ContainsFunc(l[i+1:], func(w string) bool { return !house(w) }) {
			name = l[i+1:]
			out = append(out, nameOfHouse(l[:i])...)
		}
	}
	name = slices.DeleteFunc(slices.Clone(name), func(w string) bool {
		return w == "the" || w == "of"
	})
	if len(name) == 0 {
		return out
	}
	numbered := name
	name = withoutNumber(name)
	out = append(out, kindFirst(name, numbered[len(name):])...)
	last := len(name) - 1
	for _, name := range opened(name) {
		last := len(name) - 1
		out = append(out, name)
		for _, other := range abbreviations(name[last]) {
			out = append(out, append(slices.Clone(name[:last]), other))
		}
		for _, halves := range kindWithin(name[last]) {
			out = append(out, append(slices.Clone(name[:last]), halves...))
		}
	}
	if last > 0 && streetType(name[last]) { // 12 Mill, as people say it
		if i := len(l) - len(name) - 1; i >= 0 && hasDigit(l[i]) {
			out = append(out, append([]string{l[i]}, name[:last]...))
		}
	}
	return slices.DeleteFunc(out, func(words []string) bool {
		w := words[0]
		return len(words) == 1 && !wholeStreet(w) &&
			(streetType(w) || house(w) || common(w) || hasDigit(w))
	})
}

// nameOfHouse returns the words of a line before its street's number, without the words for a flat.
func nameOfHouse(words []string) [][]string {
	named := slices.DeleteFunc(slices.Clone(words), func(w string) bool {
		return hasDigit(w) || filler(w)
	})
	if len(named) == 0 {
		return nil
	}
	return opened(named)
}

// opened returns the words of a place in each way to write the first of them: St Bride's Road,
// Saint Bride's Road.
func opened(words []string) [][]string {
	out := [][]string{words}
	if len(words) > 1 {
		for _, other := range opening(words[0]) {
			out = append(out, append([]string{other}, words[1:]...))
		}
	}
	return out
}

// opening returns other ways to write the first word of a place.
func opening(w string) []string {
	for _, alike := range [][]string{{"saint", "st"}, {"mount", "mt"}, {"north", "n"},
		{"south", "s"},
		{"east", "e"}, {"west", "w"}, {"upper", "upr"}, {"lower", "lwr"}, {"great", "gt"},
		{"nether", "n"}, {"little", "lt"}} {
		if slices.Contains(alike, w) {
			return slices.DeleteFunc(alike, func(o string) bool { return o == w })
		}
	}
	return nil
}

// grown extends a hit of an address by the address's other words beside it, and by words between
// them such as "no" and "at". It also takes a number before a street.
func (t text) grown(done, from, to int, near map[string]bool) (int, int) {
	a := from
	for at := from; at > done && t.glyphs[at].before < apart; {
		at = t.wordStart(at)
		if at < done {
			break
		}
		w := t.letters(at, t.wordEnd(at))
		switch {
		case near[w] && !filler(w) || runsOf(w, near) ||
			numberWord(w) && hasDigit(t.letters(a, t.wordEnd(a))):
			a = at
		case t.houseNumber(at, a):
			a = at
		case !filler(w):
			return a, t.grownRight(to, near)
		}
	}
	return a, t.grownRight(to, near)
}

// houseNumber reports whether the word at a letter is the number of a house that stands before
// letter to: 14, 12a, 12-14. That of an item of a list, "2. Mill Lane", is none, nor a time.
func (t text) houseNumber(at, to int) bool {
	end := t.wordEnd(at)
	w := t.letters(at, end)
	if end != to || strings.Trim(t.signs(to), " ,-–\u00a0") != "" {
		return false
	}
	if at > 0 && t.glyphs[at-1].digit() && slices.Contains([]string{".", ":"}, t.signs(at)) {
		return false
	}
	if len(w) == 1 && w >= "a" && w <= "h" { // 221 B
		return at > 0 && t.glyphs[at-1].digit() && t.blankBefore(at)
	}
	return numberOfHouse().MatchString(w)
}

// numberOfHouse is short, so that "in 2014 Mill Lane was built" keeps its year.
var numberOfHouse = pattern.Of(`^[0-9]{1,3}[a-h]?$`)

// runsOf reports whether a word is letters and figures that are run together, each of them near:
// Lane12, No12.
func runsOf(w string, near map[string]bool) bool {
	figures := strings.TrimLeft(w, "abcdefghijklmnopqrstuvwxyz")
	before := strings.TrimSuffix(w, figures)
	return before != "" && onlyDigits(figures) && near[figures] &&
		(near[before] || numberWord(before))
}

func (t text) grownRight(to int, near map[string]bool) int {
	b := to
	for at := to; at < len(t.glyphs) && t.glyphs[at].before < apart; {
		end := t.wordEnd(at)
		w := t.letters(at, end)
		figures := strings.TrimRight(w, "abcdefgh")
		switch {
		case near[w] && (!filler(w) || house(w)), hasDigit(w) && near[figures], runsOf(w, near):
			b = end
		case !filler(w):
			return b
		}
		at = end
	}
	return b
}

// numberWord reports whether a word says that a number follows.
func numberWord(w string) bool {
	return slices.Contains(strings.Fields("no nr number flat flt apt apartment unit house"), w)
}

// filler reports whether a word stands between the parts of an address and tells nothing.
func filler(w string) bool {
	return numberWord(w) ||
		slices.Contains([]string{"in", "at", "on", "of", "the", "and", "near"}, w)
}

// wide reports whether a word names a country, in which everybody lives.
func wide(w string) bool {
	return slices.Contains([]string{"uk", "england", "wales", "scotland", "ireland", "northern",
		"united", "kingdom", "gb", "britain", "great"}, w)
}
