package disclose

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// word is a run of letters and digits, folded so that spelling and typing make
// no difference: lower case, no accents, no characters that cannot be seen.
type word struct {
	text     string
	from, to int  // bytes in the text that it came from
	capital  bool // began with a capital letter, or one of a script that has none
	joint    joint
}

// wordsOf takes a text apart. Everything but letters, digits and an apostrophe
// between letters parts words: blanks, hyphens, underlines, marks of Markdown.
func wordsOf(s string) []word {
	var out []word
	var b strings.Builder
	var now word
	end := func() {
		if now.text = strings.Trim(b.String(), "'"); now.text != "" {
			out = append(out, now)
		}
		b.Reset()
	}
	for i, r := range s {
		folded := foldRune(r)
		if folded == "" {
			continue // no part of how the word reads
		}
		if folded == " " {
			end()
			continue
		}
		if unspaced(r) {
			end()
		}
		if b.Len() == 0 {
			now = word{from: i, capital: unicode.IsLetter(r) && !unicode.IsLower(r)}
		}
		b.WriteString(folded)
		if folded != "'" {
			now.to = i + size(s[i:])
		}
		if unspaced(r) {
			end()
		}
	}
	end()
	markJoint(s, out)
	return out
}

func size(s string) int {
	_, n := utf8.DecodeRuneInString(s)
	return n
}

// unspaced reports whether a script is written without blanks: each of its
// characters counts as a word, so that a name is found in the middle of a line.
func unspaced(r rune) bool {
	return r >= 0x0e00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// foldRune is how a character counts: "" where it cannot be seen, a blank
// where it parts words.
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
		if unicode.IsLetter(d) || unicode.IsDigit(d) {
			b.WriteRune(unicode.ToLower(d))
		}
	}
	if b.Len() == 0 {
		return " "
	}
	return b.String()
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
var twoLetters = map[rune]string{'ß': "ss", 'ẞ': "ss", 'æ': "ae", 'Æ': "ae", 'œ': "oe", 'Œ': "oe", 'ø': "o", 'Ø': "o",
	'ł': "l", 'Ł': "l", 'đ': "d", 'Đ': "d", 'ð': "d", 'Ð': "d", 'þ': "th", 'Þ': "th", 'ı': "i"}

// stems are what a word may be a form of: Jones's, Joneses and Jones' of jones.
func stems(w string) []string {
	out := []string{w}
	for _, ending := range []string{"'s", "s'", "es", "s"} {
		if stem := strings.TrimSuffix(w, ending); stem != w && stem != "" {
			out = append(out, stem)
		}
	}
	return out
}

// texts are the words alone.
func texts(words []word) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = w.text
	}
	return out
}
