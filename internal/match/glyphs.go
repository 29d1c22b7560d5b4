package match

import (
	"html"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// glyph is one letter or digit of a text, as people read it.
type glyph struct {
	ways     []string // how it is written, folded: ü as u, and as ue
	from, to int      // its bytes in the text, with the marks on it
	before   gap      // what stands between it and the letter before
	capital  bool     // a capital letter, or one of a script that has none
	solo     bool     // of a script without blanks: it is a word by itself
	address  bool     // part of an address of mail or of a page, or of a file's name
}

// gap is the distance between two letters. The wider of two gaps counts.
type gap int

const (
	none       gap = iota
	unseen         // what nobody sees: marks of emphasis, a soft hyphen, a comment
	apostrophe     // one apostrophe
	hyphen         // what people write within a name: a hyphen, an underline, a line's end in it
	between        // blanks and signs
	apart          // an empty line
)

// digit reports whether a glyph is a figure.
func (g glyph) digit() bool { return g.ways[0] >= "0" && g.ways[0] <= "9" }

// glyphsOf reads a text as people do: through Markdown's marks, entities, comments, and
// all that cannot be seen.
func glyphsOf(s string) []glyph {
	r := reader{s: s, out: make([]glyph, 0, len(s)), before: between}
	for at := 0; at < len(s); {
		at += r.step(at)
	}
	markAddresses(s, r.out)
	return r.out
}

// reader is a text that is read letter by letter.
type reader struct {
	s      string
	out    []glyph
	before gap // since the last letter
}

// step reads what stands at a byte, and gives its length.
func (r *reader) step(at int) int {
	if size, g := r.sign(at); size > 0 {
		r.widen(g)
		return size
	}
	size, text := entity(r.s[at:])
	if size == 0 {
		size, text = percented(r.s[at:])
	}
	if size > 0 {
		for _, c := range text {
			r.rune(c, at, size)
		}
		return size
	}
	c, size := utf8.DecodeRuneInString(r.s[at:])
	if c == utf8.RuneError && size == 1 {
		r.widen(between)
		return 1
	}
	r.rune(c, at, size)
	return size
}

// widen notes what stands between two letters. Two apostrophes are quotation marks.
func (r *reader) widen(g gap) {
	if g == apostrophe && r.before == apostrophe {
		g = between
	}
	r.before = max(r.before, g)
}

// sign reads a sign of several characters that is no letter. It returns its length and the gap that
// it makes, and 0 if there is none.
func (r *reader) sign(at int) (int, gap) {
	rest := r.s[at:]
	switch rest[0] {
	case '<':
		return hiddenTag(rest)
	case '[', ']', '(', ')': // [K]irkby, as people quote
		if r.within(at) {
			return 1, hyphen
		}
	case '\\', '-':
		if n := lineEnd(rest[1:]); n > 0 {
			return 1 + n, hyphen
		}
		if n := joinedLine(r.s, at); n > 0 {
			return 1 + n, hyphen
		}
		if rest[0] == '\\' {
			return 1, unseen
		}
	case '\n':
		if emptyLine(rest[1:]) {
			return 1, apart
		}
	}
	return 0, none
}

// within reports whether a sign stands between two letters, with nothing else between.
func (r *reader) within(at int) bool {
	before, _ := utf8.DecodeLastRuneInString(r.s[:at])
	after, _ := utf8.DecodeRuneInString(r.s[at+1:])
	return unicode.IsLetter(before) && unicode.IsLetter(after)
}

// emptyLine reports whether a text begins with a line of blanks, or of a quotation's marks.
func emptyLine(s string) bool {
	line, _, ended := strings.Cut(s, "\n")
	return ended && strings.Trim(line, " \t\r>") == ""
}

// lineEnd returns the length of the line's end that a text begins with, up to the first letter of
// the next line; 0 where something else stands on that line.
func lineEnd(s string) int {
	rest := strings.TrimLeft(s, " \t\r")
	if !strings.HasPrefix(rest, "\n") || emptyLine(rest[1:]) {
		return 0
	}
	return len(s) - len(strings.TrimLeft(rest[1:], " \t>"))
}

// joinedLine returns the length of the blanks behind a hyphen where a line ended once: YAML puts a
// blank in the place of a line's end, and "Qu- ill" is left. 0 where a sentence goes on.
func joinedLine(s string, at int) int {
	before, _ := utf8.DecodeLastRuneInString(s[:at])
	rest := strings.TrimLeft(s[at+1:], " ")
	after, _ := utf8.DecodeRuneInString(rest)
	n := len(s) - at - 1 - len(rest)
	if s[at] != '-' || !unicode.IsLetter(before) || n > 0 && !unicode.IsLower(after) {
		return 0
	}
	return n
}

// hiddenTag reads a comment or a tag of HTML. It returns its length and the gap that it makes. The
// words in it, except its name, are read separately (hidden).
func hiddenTag(s string) (int, gap) {
	if strings.HasPrefix(s, "<!--") {
		if end := strings.Index(s, "-->"); end > 0 {
			return end + len("-->"), unseen
		}
		return 0, none
	}
	name, size := tag(s)
	switch {
	case inlineTags()[name]:
		return size, unseen
	case blockTags()[name]:
		return size, between
	}
	return 0, none
}

// tag returns the name of the tag of HTML that a text begins with, in small letters, and the tag's
// length; 0 where there is none.
func tag(s string) (string, int) {
	end := strings.IndexByte(s[:min(len(s), longestTag)], '>')
	if end < 0 {
		return "", 0
	}
	name, _, _ := strings.Cut(strings.Trim(s[1:end], "/ \n"), " ")
	return strings.ToLower(name), end + 1
}

// longestTag bounds what is read as a tag, in bytes.
const longestTag = 400

// Tags that only change how letters look, and those that part them. Never written to.
var (
	inlineTags = setOf("b i u s em strong span small mark sub sup wbr font ins del a abbr code kbd")
	blockTags  = setOf(`br hr p div td th tr table thead tbody tfoot caption li ul ol dl dt dd
		h1 h2 h3 h4 h5 h6 pre blockquote section article header footer address center`)
)

// longestEntity bounds what is read as one, in bytes: the longest name has 33.
const longestEntity = 40

// entity returns the character that an entity stands for, and the entity's length; 0 where a text
// begins with none.
func entity(s string) (int, string) {
	if s[0] != '&' {
		return 0, ""
	}
	end := strings.IndexByte(s[:min(len(s), longestEntity)], ';')
	if end < 0 {
		return 0, ""
	}
	text := html.UnescapeString(s[:end+1])
	if text == s[:end+1] || strings.HasSuffix(text, ";") {
		return 0, ""
	}
	return end + 1, text
}

// rune reads a character that stands at a byte.
func (r *reader) rune(c rune, at, size int) {
	if unicode.In(c, unicode.Mn, unicode.Me) {
		r.mark(c, at+size)
		return
	}
	ways, g := foldedRune(c)
	if ways == nil {
		r.widen(g)
		return
	}
	solo := unspaced(c)
	if solo || len(r.out) > 0 && r.out[len(r.out)-1].solo {
		r.widen(hyphen)
	}
	capital := unicode.IsLetter(c) && !unicode.IsLower(c)
	r.out = append(r.out, glyph{ways: ways, from: at, to: at + size, before: r.before,
		capital: capital, solo: solo})
	r.before = none
}

// mark takes a mark to the letter that it stands on.
func (r *reader) mark(c rune, to int) {
	n := len(r.out) - 1
	if n < 0 || r.before > unseen {
		return
	}
	g := &r.out[n]
	g.to = to
	whole := norm.NFC.String(g.ways[0] + string(c))
	if first, size := utf8.DecodeRuneInString(whole); size == len(whole) && moreWays(first) != "" {
		g.ways = []string{g.ways[0], moreWays(first)}
	}
}

// foldedRune returns the spellings under which a character counts, and its gap if it is no letter.
func foldedRune(c rune) ([]string, gap) {
	switch {
	case c < utf8.RuneSelf && asciiWays[c] != nil:
		return asciiWays[c], none
	case c >= utf8.RuneSelf && c < lastLatin:
		known := latinWays()[c-utf8.RuneSelf]
		return known.ways, known.gap
	case c >= firstSign && c < lastSign:
		known := signWays()[c-firstSign]
		return known.ways, known.gap
	}
	return foldedAnew(c)
}

// Characters that most texts have beside those of every keyboard: letters with accents, and the
// dashes and marks of quotation. How they count is worked out once.
const (
	lastLatin = 0x180
	firstSign = 0x2010
	lastSign  = 0x2028
)

// folded is the result of foldedRune.
type folded struct {
	ways []string
	gap  gap
}

// Neither table is written to once it is made.
var (
	latinWays = sync.OnceValue(func() []folded { return foldedFrom(utf8.RuneSelf, lastLatin) })
	signWays  = sync.OnceValue(func() []folded { return foldedFrom(firstSign, lastSign) })
)

func foldedFrom(first, end rune) (table []folded) {
	for c := first; c < end; c++ {
		ways, gap := foldedAnew(c)
		table = append(table, folded{slices.Clip(ways), gap})
	}
	return table
}

// foldedAnew is foldedRune without its tables.
func foldedAnew(c rune) ([]string, gap) {
	text := foldRune(c)
	switch {
	case text == "":
		return nil, unseen
	case text == "'":
		return nil, apostrophe
	case text == " ":
		return nil, gapOf(c)
	}
	if more := moreWays(unicode.ToLower(c)); more != "" && more != text {
		return []string{text, more}, none
	}
	return []string{text}, none
}

// asciiWays are the ways to write the letters and figures that everybody types; nil for signs.
// The table is never written to.
var asciiWays = func() (table [utf8.RuneSelf][]string) {
	for c := range rune(utf8.RuneSelf) {
		if text := foldASCII(c); text != " " && text != "'" {
			table[c] = []string{text}
		}
	}
	return table
}()

// gapOf says how far a sign parts letters.
func gapOf(c rune) gap {
	switch {
	case strings.ContainsRune("*`~", c):
		return unseen
	case c == '_' || c == '´' || c == '`' || unicode.Is(unicode.Pd, c) || c == '−':
		return hyphen
	}
	return between
}

// moreWays returns another spelling of a letter without its mark: German and Nordic people without
// the key type ue, aa. Letters of other scripts count as the Latin ones that they look like, too.
func moreWays(lower rune) string { return secondWay[lower] }

// secondWay is never written to.
var secondWay = map[rune]string{'ä': "ae", 'ö': "oe", 'ü': "ue", 'å': "aa", 'ø': "oe", 'æ': "a",
	'œ': "o", 'ð': "th", 'þ': "t", 'ß': "s", 'đ': "dj", 'ő': "oe", 'ű': "ue",
	'а': "a", 'е': "e", 'о': "o", 'р': "p", 'с': "c", 'у': "y", 'х': "x", 'і': "i", 'ј': "j",
	'ѕ': "s", 'к': "k", 'м': "m", 'т': "t", 'н': "h", 'в': "b", 'һ': "h", 'ԛ': "q", 'ԝ': "w",
	'ο': "o", 'ν': "v", 'α': "a", 'ι': "i", 'κ': "k", 'ρ': "p", 'υ': "u", 'τ': "t", 'ε': "e",
	'ɑ': "a", 'ɡ': "g"}

// percented returns the text that characters of a page's address stand for, %20 for a blank, and
// their length; 0 where a text begins with none.
func percented(s string) (int, string) {
	var out []byte
	for len(out) < utf8.UTFMax && len(s) >= 3*(len(out)+1) {
		at := 3 * len(out)
		if s[at] != '%' {
			break
		}
		c, err := strconv.ParseUint(s[at+1:at+3], 16, 8)
		if err != nil {
			break
		}
		out = append(out, byte(c))
		if utf8.Valid(out) {
			return 3 * len(out), string(out)
		}
	}
	return 0, ""
}

// hidden returns the places (from and to) of the words that comments and tags of HTML hold in a
// text, except the names of tags.
func hidden(s string) [][2]int {
	var out [][2]int
	for at := strings.IndexByte(s, '<'); at >= 0; {
		from, to, end := at+1, at+1, at+1
		if size, _ := hiddenTag(s[at:]); size > 0 {
			end = at + size
			from, to = hiddenWords(s[:end], at)
		}
		if from < to {
			out = append(out, [2]int{from, to})
		}
		next := strings.IndexByte(s[end:], '<')
		if next < 0 {
			break
		}
		at = end + next
	}
	return out
}

// hiddenWords returns the place of the words in a comment or a tag that ends a text and begins at a
// byte. The tag's name does not count.
func hiddenWords(s string, at int) (from, to int) {
	if strings.HasPrefix(s[at:], "<!--") {
		return at + len("<!--"), len(s) - len("-->")
	}
	name, _ := tag(s[at:])
	from = at + strings.Index(strings.ToLower(s[at:]), name) + len(name)
	return from, len(s) - len(">")
}
