package match

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Flat returns a text as people type a piece of it that they search: letters in lower case without
// accents, no apostrophes, no hyphens and no invisible characters. Signs and blanks stay as they
// are. at gives, for each byte of the result and for its end, the byte of the text that it came
// from.
func Flat(s string) (flat []byte, at []int) {
	flat, at = make([]byte, 0, len(s)), make([]int, 0, len(s)+1)
	for i := 0; i < len(s); {
		from := len(flat)
		size := 1
		if c := s[i]; c < utf8.RuneSelf {
			flat = flatASCII(flat, c)
		} else {
			flat, size = flatOther(flat, s[i:])
		}
		for range len(flat) - from {
			at = append(at, i)
		}
		i += size
	}
	return flat, append(at, len(s))
}

// AppendFlat adds what Flat gives to some bytes.
func AppendFlat(to []byte, s string) []byte { return appendBy(&flatTable, to, s, flatOther) }

// asciiTable says of each character of ASCII how it counts: the letter that stands for it, and
// counts beside it where anything does. Its tables are never written to.
type asciiTable [utf8.RuneSelf]uint16

const counts = 1 << 8

// asciiTableOf asks of each character of ASCII how it counts.
func asciiTableOf(add func(to []byte, c byte) []byte) (table asciiTable) {
	for c := range table {
		for _, letter := range add(nil, byte(c)) {
			table[c] = counts | uint16(letter)
		}
	}
	return table
}

var flatTable, letterTable, lowerTable = asciiTableOf(flatASCII), asciiTableOf(letterASCII),
	asciiTableOf(lowerASCII)

// appendBy adds the characters of a text as they count; other adds the first one of a text that
// is not of ASCII, and gives its length. Searches read every text so: nothing is asked twice of
// a character.
func appendBy(table *asciiTable, to []byte, s string,
	other func([]byte, string) ([]byte, int)) []byte {
	for len(s) > 0 {
		n, i := len(to), 0
		to = slices.Grow(to, len(s))[:n+len(s)]
		for ; i < len(s) && s[i] < utf8.RuneSelf; i++ {
			letter := table[s[i]]
			to[n] = byte(letter)
			n += int(letter / counts)
		}
		to, s = to[:n], s[i:]
		if len(s) > 0 {
			to, i = other(to, s)
			s = s[i:]
		}
	}
	return to
}

func flatASCII(to []byte, c byte) []byte {
	if letter := plainly[c]; letter != readSlowly && letter != parting {
		return append(to, letter)
	}
	if c == '\'' || c == '-' {
		return to
	}
	return append(to, c)
}

// flatOther adds the first character of a text, and gives its length.
func flatOther(to []byte, s string) ([]byte, int) {
	c, size := utf8.DecodeRuneInString(s)
	switch ways, gap := foldedRune(c); {
	case ways != nil:
		return append(to, ways[0]...), size
	case gap == apostrophe, gap == hyphen, gap == unseen:
		return to, size
	}
	return append(to, s[:size]...), size
}

// AppendLetters adds the letters and figures of a text, folded, and nothing else. Whatever a text
// says is there, and more: it tells which texts need no closer look.
func AppendLetters(to []byte, s string) []byte {
	return appendBy(&letterTable, to, s, letterOther)
}

func letterASCII(to []byte, c byte) []byte {
	if letter := plainly[c]; letter != readSlowly && letter != parting {
		to = append(to, letter)
	}
	return to
}

func letterOther(to []byte, s string) ([]byte, int) {
	c, size := utf8.DecodeRuneInString(s)
	if ways, _ := foldedRune(c); ways != nil {
		to = append(to, ways[0]...)
	}
	return to, size
}

// Unaccented returns a text with its letters as they are typed without accents, and with the
// apostrophes and hyphens of every keyboard; capitals stay. at gives of each byte of it, and of its
// end, the byte of the text that it came from. same says that the text is so already.
func Unaccented(s string) (plain string, at []int, same bool) {
	if isASCII(s) {
		return s, nil, true
	}
	var out []byte
	for i := 0; i < len(s); {
		from, size := len(out), 1
		out, size = unaccented(out, s[i:])
		for range len(out) - from {
			at = append(at, i)
		}
		i += size
	}
	return string(out), append(at, len(s)), false
}

// unaccented adds the first character of a text, and gives its length.
func unaccented(to []byte, s string) ([]byte, int) {
	c, size := utf8.DecodeRuneInString(s)
	if c < utf8.RuneSelf || c == utf8.RuneError {
		return append(to, s[:size]...), size
	}
	switch ways, gap := foldedRune(c); {
	case ways != nil && unicode.IsUpper(c):
		to = append(to, strings.ToUpper(ways[0])...)
	case ways != nil:
		to = append(to, ways[0]...)
	case gap == apostrophe:
		to = append(to, '\'')
	case gap == hyphen:
		to = append(to, '-')
	case gap == unseen:
	default:
		to = append(to, s[:size]...)
	}
	return to, size
}

// AppendUnaccented adds what Unaccented gives, in lower case.
func AppendUnaccented(to []byte, s string) []byte {
	return appendBy(&lowerTable, to, s, lowerOther)
}

func lowerASCII(to []byte, c byte) []byte {
	if c >= 'A' && c <= 'Z' {
		c += 'a' - 'A'
	}
	return append(to, c)
}

func lowerOther(to []byte, s string) ([]byte, int) {
	from, size := len(to), 0
	to, size = unaccented(to, s)
	return append(to[:from], bytes.ToLower(to[from:])...), size
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
