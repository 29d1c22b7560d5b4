package match

import (
	"regexp"
	"slices"
	"strings"
)

// postcode as the United Kingdom has them.
var postcode = regexp.MustCompile(`(?i)\b([A-Z]{1,2}[0-9][0-9A-Z]?)[\s\x{00a0}]*([0-9][A-Z]{2})\b`)

// AddressForms are the ways in which a text may tell an address: its streets and houses with
// the usual abbreviations, number before or after; the postcode in any spelling. Beside one of
// them all other words of the address are taken with it, in whatever order. A town alone is no
// address (TownForms).
func AddressForms(s string) []Form {
	a := readAddress(s)
	var out []Form
	add := func(parts ...string) {
		if len(parts) > 0 {
			out = append(out, Form{parts: wordParts(parts), what: fused, near: a.words})
		}
	}
	for _, m := range postcode.FindAllStringSubmatch(s, -1) {
		add(strings.ToLower(m[1]), strings.ToLower(m[2]))
	}
	if len(a.lines) == 0 { // an address of one word, say
		for _, town := range a.towns {
			add(town...)
		}
	}
	for _, line := range a.lines {
		for _, words := range line.streets() {
			add(words...)
		}
	}
	return out
}

// TownForms are the ways in which a text tells where about an address is: its town, and the
// first half of its postcode.
func TownForms(s string) []Form {
	a := readAddress(s)
	var out []Form
	for _, m := range postcode.FindAllStringSubmatch(s, -1) {
		out = append(out, Form{parts: []string{strings.ToLower(m[1])}, what: fused, near: a.words})
	}
	for _, town := range a.towns {
		out = append(out, Form{parts: wordParts(town), what: fused, near: a.words})
	}
	return out
}

// address is one that was taken apart.
type address struct {
	words map[string]bool // all that tell something of it
	lines []addressLine
	towns [][]string
}

// addressLine are the words of one line of an address, folded.
type addressLine []string

// readAddress takes an address apart, at commas, semicolons and the ends of lines; where it has
// none, behind each street.
func readAddress(s string) address {
	a := address{words: map[string]bool{}}
	for _, m := range postcode.FindAllStringSubmatch(s, -1) {
		a.words[strings.ToLower(m[1])], a.words[strings.ToLower(m[2])] = true, true
		a.words[strings.ToLower(m[1]+m[2])] = true
	}
	split := func(r rune) bool { return strings.ContainsRune(",;\n|/", r) }
	for _, line := range strings.FieldsFunc(postcode.ReplaceAllString(s, ","), split) {
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
			for _, other := range append(abbreviations(w), opening(w)...) {
				a.words[other] = true
			}
		}
		named := slices.DeleteFunc(slices.Clone(line), func(w string) bool { return wide(w) })
		switch {
		case len(named) == 0:
		case line.telling():
			a.lines = append(a.lines, line)
		default:
			a.towns = append(a.towns, opened(named)...)
		}
	}
}

// mostWords is how many words one line of an address has at most: what is longer is several.
const mostWords = 20

// firstStreet cuts the words of a line behind its first street, where more follows.
func firstStreet(words []string) (addressLine, []string) {
	for i, w := range words {
		if i > 0 && streetType(w) && !slices.ContainsFunc(words[i+1:], streetType) && i+1 < len(words) {
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

// streets are the parts of a line that tell it: the street's name in each way to write its
// kind, and what stands before it.
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
	for n := len(name); n > 1 && hasDigit(name[n-1]) && streetType(name[n-2]); n-- {
		name = name[:n-1] // its number behind
	}
	if len(name) == 0 {
		return out
	}
	last := len(name) - 1
	for _, name := range opened(name) {
		out = append(out, name)
		for _, other := range abbreviations(name[last]) {
			out = append(out, append(slices.Clone(name[:last]), other))
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

// nameOfHouse is what a line has before its street's number, without the words for a flat.
func nameOfHouse(words []string) [][]string {
	named := slices.DeleteFunc(slices.Clone(words), func(w string) bool {
		return hasDigit(w) || filler(w)
	})
	if len(named) == 0 {
		return nil
	}
	return opened(named)
}

// opened are the words of a place in each way to write the first of them: St Bride's Road,
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

// opening are other ways to write the first word of a place.
func opening(w string) []string {
	for _, alike := range [][]string{{"saint", "st"}, {"mount", "mt"}, {"north", "n"}, {"south", "s"},
		{"east", "e"}, {"west", "w"}, {"upper", "upr"}, {"lower", "lwr"}, {"great", "gt"}} {
		if slices.Contains(alike, w) {
			return slices.DeleteFunc(alike, func(o string) bool { return o == w })
		}
	}
	return nil
}

// grown takes to letters of an address the other words of it that stand beside them, and words
// between such as "no" and "at".
func (t text) grown(done, from, to int, near map[string]bool) (int, int) {
	a := from
	for at := from; at > done && t.glyphs[at].before < apart; {
		at = t.wordStart(at)
		if at < done {
			break
		}
		w := t.letters(at, t.wordEnd(at))
		switch {
		case near[w] && !filler(w) || numberWord(w) && hasDigit(t.letters(a, t.wordEnd(a))):
			a = at
		case !filler(w):
			return a, t.grownRight(to, near)
		}
	}
	return a, t.grownRight(to, near)
}

func (t text) grownRight(to int, near map[string]bool) int {
	b := to
	for at := to; at < len(t.glyphs) && t.glyphs[at].before < apart; {
		end := t.wordEnd(at)
		w := t.letters(at, end)
		switch {
		case near[w] && !filler(w):
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
	return numberWord(w) || slices.Contains([]string{"in", "at", "on", "of", "the", "and", "near"}, w)
}

// wide reports whether a word names a country, in which everybody lives.
func wide(w string) bool {
	return slices.Contains([]string{"uk", "england", "wales", "scotland", "ireland", "northern",
		"united", "kingdom", "gb", "britain", "great"}, w)
}

// house reports whether a word is what houses are called.
func house(w string) bool {
	return slices.ContainsFunc(houseKinds(), func(alike []string) bool {
		return slices.Contains(alike, w)
	})
}

// houseKinds are what houses are called, each with its abbreviations.
func houseKinds() [][]string {
	out := [][]string{{"house", "hse"}, {"cottage", "cott", "cottages"}, {"building", "bldg"},
		{"buildings", "bldgs"}, {"court", "ct", "crt"}, {"lodge", "ldg"}, {"farm", "fm"}}
	for _, w := range strings.Fields("villa villas mansions block tower towers flats hostel refuge " +
		"barn") {
		out = append(out, []string{w})
	}
	return out
}

// streetKinds are words that end the name of a street, each with its abbreviations. The table
// is never written to.
var streetKinds = map[string][]string{"lane": {"ln", "la"}, "road": {"rd"}, "street": {"st", "str"},
	"avenue": {"ave", "av"}, "close": {"cl", "clo"}, "drive": {"dr", "drv"},
	"crescent": {"cres", "cr"},
	"court":    {"ct", "crt"}, "place": {"pl"}, "gardens": {"gdns", "gdn"}, "terrace": {"terr", "ter"},
	"grove": {"gr", "gro"}, "square": {"sq"}, "park": {"pk"}, "way": nil, "hill": nil, "walk": nil,
	"mews": nil, "row": nil, "green": {"grn"}, "rise": nil, "view": nil, "parade": {"pde"},
	"embankment": {"emb"}, "mount": {"mt"}, "yard": {"yd"}, "wharf": nil, "quay": nil, "path": nil,
	"passage": nil, "boulevard": {"blvd"}, "highway": nil, "alley": nil, "vale": nil, "croft": nil,
	"strasse": {"str"}, "weg": nil, "gade": nil, "gata": nil, "vei": {"v"}, "rue": nil,
	"ulica": {"ul"}}

func streetType(w string) bool {
	if _, ok := streetKinds[w]; ok || wholeStreet(w) {
		return true
	}
	for _, short := range streetKinds {
		if slices.Contains(short, w) {
			return true
		}
	}
	return false
}

// wholeStreet reports whether a word is the name of a street with its kind: Lindenstrasse.
func wholeStreet(w string) bool {
	for _, kind := range strings.Fields("strasse str weg gasse allee platz gatan gade straat") {
		if strings.HasSuffix(w, kind) && len(w) > len(kind)+2 {
			return true
		}
	}
	return false
}

// abbreviations are other ways to write the kind of a street or of a house, and a street whose
// kind is part of its name: Lindenstr for Lindenstrasse.
func abbreviations(w string) []string {
	kinds := houseKinds()
	for full, short := range streetKinds {
		kinds = append(kinds, append([]string{full}, short...))
	}
	for _, alike := range kinds {
		if slices.Contains(alike, w) {
			return slices.DeleteFunc(alike, func(o string) bool { return o == w })
		}
	}
	if name, ok := strings.CutSuffix(w, "strasse"); ok {
		return []string{name + "str"}
	}
	if strings.HasSuffix(w, "str") {
		return []string{w + "asse"}
	}
	return nil
}
