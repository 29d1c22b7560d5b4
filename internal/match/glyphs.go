package match

import (
	"html"
	"strings"
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

// gap is what stands between two letters. The wider one counts where there are two.
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
	if size, text := entity(r.s[at:]); size > 0 {
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

// sign reads what is written in several characters and is no letter: its length, and how far
// it parts the letters around it. 0 where there is none.
func (r *reader) sign(at int) (int, gap) {
	rest := r.s[at:]
	switch rest[0] {
	case '<':
		return hiddenTag(rest)
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

// emptyLine reports whether a text begins with a line of blanks, or of a quotation's marks.
func emptyLine(s string) bool {
	line, _, ended := strings.Cut(s, "\n")
	return ended && strings.Trim(line, " \t\r>") == ""
}

// lineEnd is the length of the line's end that a text begins with, up to the first letter of
// the next line; 0 where something else stands on that line.
func lineEnd(s string) int {
	rest := strings.TrimLeft(s, " \t\r")
	if !strings.HasPrefix(rest, "\n") || emptyLine(rest[1:]) {
		return 0
	}
	return len(s) - len(strings.TrimLeft(rest[1:], " \t>"))
}

// joinedLine is the length of the blanks behind a hyphen where a line ended once: YAML puts a
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

// hiddenTag is a comment, or a tag that only changes how letters look.
func hiddenTag(s string) (int, gap) {
	if strings.HasPrefix(s, "<!--") { // what it says is read by itself
		if end := strings.Index(s, "-->"); end > 0 {
			return end + len("-->"), unseen
		}
		return 0, none
	}
	end := strings.IndexByte(s[:min(len(s), longestTag)], '>')
	if end < 0 {
		return 0, none
	}
	name, _, _ := strings.Cut(strings.Trim(s[1:end], "/ "), " ")
	if inlineTags[strings.ToLower(name)] {
		return end + 1, unseen
	}
	return 0, none
}

// longestTag bounds what is read as a tag, in bytes.
const longestTag = 80

// inlineTags is never written to.
var inlineTags = setOf("b i u s em strong span small mark sub sup wbr font ins del")

// longestEntity bounds what is read as one, in bytes: the longest name has 33.
const longestEntity = 40

// entity is the character that an entity stands for, and the entity's length; 0 where a text
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

// foldedRune is how a character counts, and how it is written also; what gap it is where it is
// no letter.
func foldedRune(c rune) ([]string, gap) {
	if c < utf8.RuneSelf && asciiWays[c] != nil {
		return asciiWays[c], none
	}
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

// moreWays is how a letter is written besides without its mark: German and Nordic people
// without the key type ue, aa. Letters of other scripts count as the Latin ones that they
// look like, too.
func moreWays(lower rune) string { return secondWay[lower] }

// secondWay is never written to.
var secondWay = map[rune]string{'ä': "ae", 'ö': "oe", 'ü': "ue", 'å': "aa", 'ø': "oe", 'æ': "a",
	'œ': "o", 'ð': "th", 'þ': "t", 'ß': "s", 'đ': "dj", 'ő': "oe", 'ű': "ue",
	'а': "a", 'е': "e", 'о': "o", 'р': "p", 'с': "c", 'у': "y", 'х': "x", 'і': "i", 'ј': "j",
	'ѕ': "s", 'к': "k", 'м': "m", 'т': "t", 'н': "h", 'в': "b", 'һ': "h", 'ԛ': "q", 'ԝ': "w",
	'ο': "o", 'ν': "v", 'α': "a", 'ι': "i", 'κ': "k", 'ρ': "p", 'υ': "u", 'τ': "t", 'ε': "e",
	'ɑ': "a", 'ɡ': "g"}

// comments are the places of what comments of HTML say in a text: from and to.
func comments(s string) [][2]int {
	var out [][2]int
	for at := 0; ; {
		open := strings.Index(s[at:], "<!--")
		if open < 0 {
			return out
		}
		from := at + open + len("<!--")
		end := strings.Index(s[from:], "-->")
		if end < 0 {
			return out
		}
		out = append(out, [2]int{from, from + end})
		at = from + end + len("-->")
	}
}
