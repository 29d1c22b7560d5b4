package match

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Word is a run of letters and digits, folded so that spelling and typing make
// no difference: lower case, no accents, no characters that cannot be seen.
type Word struct {
	Text     string // folded; an apostrophe within stays
	From, To int    // bytes in the text that it came from
	Capital  bool   // began with a capital letter, or one of a script that has none
}

// Words takes a text apart. Everything but letters, digits and an apostrophe between letters
// parts words: blanks, hyphens, underlines. What people do not see parts none: marks of
// Markdown, entities, what has no width.
func Words(s string) []Word {
	var out []Word
	var b strings.Builder
	glyphs := glyphsOf(s)
	for i, g := range glyphs {
		switch {
		case i == 0 || g.before >= hyphen:
			out = append(out, Word{From: g.from, Capital: g.capital})
			b.Reset()
		case g.before == apostrophe:
			b.WriteByte('\'')
		}
		b.WriteString(g.ways[0])
		last := &out[len(out)-1]
		last.Text, last.To = b.String(), g.to
	}
	return out
}

// unspaced reports whether a script is written without blanks: each of its
// characters counts as a word, so that a name is found in the middle of a line.
func unspaced(r rune) bool {
	return r >= 0x0e00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana,
		unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// foldRune returns the folded form of a character: "" where it cannot be seen, a blank where it
// parts words.
func foldRune(r rune) string {
	switch {
	case r < utf8.RuneSelf:
		return foldASCII(r)
	case unicode.In(r, unicode.Cf, unicode.Mn):
		return ""
	case r == '’' || r == '‘' || r == 'ʼ':
		return "'"
	}
	if s, ok := twoLetters[r]; ok {
		return s
	}
	var b strings.Builder
	for _, d := range norm.NFKD.String(string(r)) {
		switch {
		case unicode.IsDigit(d):
			b.WriteByte(figure(d))
		case unicode.ToLower(d) == 'ς':
			b.WriteRune('σ') // as it is written within a word
		case unicode.IsLetter(d):
			b.WriteRune(unicode.ToLower(d))
		}
	}
	if b.Len() == 0 {
		return " "
	}
	return b.String()
}

// figure returns a digit of any script as people type it on every telephone. Unicode has the ten of
// each script in order.
func figure(r rune) byte {
	value := byte('0')
	for unicode.IsDigit(r-1) && value < '9' {
		r--
		value++
	}
	return value
}

func foldASCII(r rune) string {
	switch {
	case r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '\'':
		return string(r)
	case r >= 'A' && r <= 'Z':
		return string(r + 'a' - 'A')
	}
	return " "
}

// twoLetters are letters that Unicode does not take apart, as people type them
// without them. The table is never written to.
var twoLetters = map[rune]string{'ß': "ss", 'ẞ': "ss", 'æ': "ae", 'Æ': "ae", 'œ': "oe", 'Œ': "oe",
	'ø': "o", 'Ø': "o", 'ł': "l", 'Ł': "l", 'đ': "d", 'Đ': "d", 'ð': "d", 'Ð': "d",
	'þ': "th", 'Þ': "th", 'ı': "i"}

// stems returns the words of which a word may be a form: jones for Jones's, Joneses and Jones'.
func stems(w string) []string {
	out := []string{w}
	for _, ending := range []string{"'s", "s'", "es", "s"} {
		if stem := strings.TrimSuffix(w, ending); stem != w && stem != "" {
			out = append(out, stem)
		}
	}
	return out
}

// Is reports whether a word is a name, in any of its endings.
func (w Word) Is(name string) bool { return slices.Contains(stems(w.Text), name) }

// Stem returns a word without the 's of an owner.
func (w Word) Stem() string { return stem(w.Text) }

func stem(w string) string { return strings.TrimSuffix(w, "'s") }

// texts returns the words alone.
func texts(words []Word) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = w.Text
	}
	return out
}

// Folded returns the words of a text alone.
func Folded(s string) []string { return texts(Words(s)) }

// Key returns the same text for two texts whose words are the same.
func Key(s string) string { return strings.Join(Folded(s), " ") }

// Joined returns a text in one word, without the signs that two people write differently: capitals,
// accents, blanks, hyphens, apostrophes, dots. Two names or numbers that are the same when joined
// are taken for the same. A text of signs alone keeps them.
func Joined(s string) string {
	if all := letters(s); all != "" {
		return all
	}
	signs := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" \t-‐'’.", r) })
	return strings.Join(signs, "")
}

// letters returns the letters and digits of a text, folded.
func letters(s string) string {
	return strings.ReplaceAll(strings.Join(Folded(s), ""), "'", "")
}

// NameParts returns the parts of a name between blanks, each folded and in one word; a hyphen in it
// stays: "Jean-Luc O'Dell" is jean-luc and odell. IDs of members are made of them (team.ProposeID).
func NameParts(name string) []string {
	parts := strings.Fields(name)
	for i, part := range parts {
		halves := strings.Split(part, "-")
		for k := range halves {
			halves[k] = letters(halves[k])
		}
		parts[i] = strings.Join(halves, "-")
	}
	return parts
}
