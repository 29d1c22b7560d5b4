package record

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxText is the size in bytes that an entry's text may have, padding aside.
const MaxText = 65536

// The errors of texts as a whole.
var (
	ErrEntry    = errors.New("not an entry")
	ErrTooLarge = errors.New("the text has more than 65,536 bytes")
)

// unixLines turns CRLF, as editors on Windows write it, into LF.
func unixLines(text []byte) string {
	return strings.ReplaceAll(string(text), "\r\n", "\n")
}

// unpadded returns the text without trailing lines of only blanks.
func unpadded(text string) string { return strings.TrimRight(text, " \t\n") }

// checkBytes looks at the text before anything parses it, since the lines and
// columns of a YAML parser cannot be trusted beside stray line separators.
func checkBytes(n *notes, text string) {
	if size := len(unpadded(text)) + 1; size > MaxText {
		n.add(RuleTooLarge, position{}, fmt.Sprintf("The text has %d bytes.", size),
			"Keep it under 65,536 bytes: attach long papers as files, and record the rest as a "+
				"second entry.")
		return
	}
	if !utf8.ValidString(text) {
		n.add(RuleNotUTF8, positionOf(text, invalidAt(text)), "The text is not UTF-8.",
			"Save it as UTF-8.")
		return
	}
	if strings.HasPrefix(text, "\ufeff") {
		n.add(RuleByteOrderMark, position{1, 1}, "The text begins with a byte order mark.",
			"Save it as UTF-8 without one.")
	}
	at := position{1, 0}
	for _, r := range text {
		at.column++
		if harmful(r) {
			n.add(RuleControlCharacter, at, fmt.Sprintf("The character U+%04X can't be seen.", r),
				"Delete it.")
		}
		if r == '\n' {
			at = position{at.line + 1, 0}
		}
	}
}

func invalidAt(text string) int {
	for i, r := range text {
		if _, size := utf8.DecodeRuneInString(text[i:]); r == utf8.RuneError && size == 1 {
			return i
		}
	}
	return len(text)
}

// positionOf turns an offset in bytes into a place.
func positionOf(text string, offset int) position {
	line := strings.Count(text[:offset], "\n") + 1
	start := strings.LastIndexByte(text[:offset], '\n') + 1
	return position{line, utf8.RuneCountInString(text[start:offset]) + 1}
}

// harmful reports whether a character can steer a terminal, break a line
// unseen, or turn the direction of writing (UTR 36).
func harmful(r rune) bool {
	switch {
	case r == '\n' || r == '\t':
		return false
	case r < 0x20 || r >= 0x7f && r <= 0x9f:
		return true
	}
	return r == 0x2028 || r == 0x2029 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}

// Unseen reports whether a character shows nothing where it stands: controls, marks of
// direction, what joins or parts words unseen, what no font knows. A blank is seen.
func Unseen(r rune) bool {
	const brailleBlank = 0x2800
	return !unicode.IsGraphic(r) || r == brailleBlank ||
		unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}

// Readable returns a text that may have been cut anywhere, without a letter that was cut with it;
// nil where it is none, as what a device or a picture gives.
func Readable(data []byte) []byte {
	for n := 0; n < utf8.UTFMax && n <= len(data); n++ {
		whole := data[:len(data)-n]
		if utf8.Valid(whole) && bytes.IndexByte(whole, 0) < 0 {
			return whole
		}
	}
	return nil
}

// Clean makes harmful characters and broken UTF-8 visible, as \u009b or
// \xff, so that a text may go to a terminal.
func Clean(s string) string {
	if utf8.ValidString(s) && !strings.ContainsFunc(s, harmful) {
		return s
	}
	var b strings.Builder
	for i, r := range s {
		_, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case harmful(r):
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// OneLine returns a text on one line, and as safe to show as Clean makes it.
func OneLine(s string) string { return Clean(strings.Join(strings.Fields(s), " ")) }
