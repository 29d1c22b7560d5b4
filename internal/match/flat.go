package match

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Flat is a text as whoever seeks a piece of it types it: letters in lower case without accents,
// no apostrophes, no hyphens and nothing that can't be seen. Signs and blanks stay as they are.
// at gives of each byte of it the byte of the text that it came from.
func Flat(s string) (flat []byte, at []int) {
	flat, at = make([]byte, 0, len(s)), make([]int, 0, len(s)+1)
	put := func(from int, text string) {
		for i := range len(text) {
			flat, at = append(flat, text[i]), append(at, from)
		}
	}
	for i := 0; i < len(s); {
		c, size := utf8.DecodeRuneInString(s[i:])
		ways, gap := foldedRune(c)
		switch {
		case ways != nil:
			put(i, ways[0])
		case gap == apostrophe, gap == hyphen && c != '_', gap == unseen && c >= utf8.RuneSelf:
		default:
			put(i, s[i:i+size])
		}
		i += size
	}
	return flat, append(at, len(s))
}

// Unaccented is a text with its letters as they are typed without accents, and with the
// apostrophes and hyphens of every keyboard; capitals stay. at gives of each byte of it, and of
// its end, the byte of the text that it came from. same says that the text is so already.
func Unaccented(s string) (plain string, at []int, same bool) {
	if isASCII(s) {
		return s, nil, true
	}
	var b strings.Builder
	put := func(from int, text string) {
		b.WriteString(text)
		for range len(text) {
			at = append(at, from)
		}
	}
	for i, c := range s {
		ways, gap := foldedRune(c)
		size := utf8.RuneLen(c)
		switch {
		case c < utf8.RuneSelf, size < 0, c == utf8.RuneError:
			put(i, s[i:i+max(1, min(size, len(s)-i))])
		case ways != nil && unicode.IsUpper(c):
			put(i, strings.ToUpper(ways[0]))
		case ways != nil:
			put(i, ways[0])
		case gap == apostrophe:
			put(i, "'")
		case gap == hyphen:
			put(i, "-")
		case gap == unseen:
		default:
			put(i, s[i:i+size])
		}
	}
	return b.String(), append(at, len(s)), false
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
