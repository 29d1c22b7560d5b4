package record

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// visible returns a text in the form in which it may be recorded, whatever its bytes were. UTF-16
// with its mark is read, a byte order mark is removed, and CRLF becomes LF. A hidden character is
// shown as (U+001B), and a byte that is no UTF-8 as \xeb. n gets the places.
func visible(n *notes, typed []byte) string {
	text := strings.TrimPrefix(unixLines(fromUTF16(typed)), "\ufeff")
	if utf8.ValidString(text) && !strings.ContainsFunc(text, hidden) {
		return text
	}
	var out strings.Builder
	at := position{1, 0}
	for i, r := range text {
		at.column++
		_, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			shown := fmt.Sprintf(`\x%02x`, text[i])
			n.add(RuleNotUTF8, at, "The text is not UTF-8.", "It is recorded as "+shown+
				"; save it as UTF-8.")
			out.WriteString(shown)
		case hidden(r):
			shown := fmt.Sprintf("(U+%04X)", r)
			n.add(RuleControlCharacter, at, fmt.Sprintf("The character U+%04X can't be seen.", r),
				"It is recorded as "+shown+".")
			out.WriteString(shown)
		default:
			out.WriteRune(r)
		}
		if r == '\n' {
			at = position{at.line + 1, 0}
		}
	}
	return out.String()
}

// hidden reports whether a character is harmful, or has no place in YAML.
func hidden(r rune) bool { return harmful(r) || r == 0xfeff || r == 0xfffe || r == 0xffff }

// fromUTF16 reads a text that begins with the byte order mark of UTF-16, as Notepad writes
// it for "Unicode"; any other stays as it is.
func fromUTF16(typed []byte) []byte {
	var order binary.ByteOrder = binary.LittleEndian
	switch {
	case bytes.HasPrefix(typed, []byte{0xff, 0xfe}):
	case bytes.HasPrefix(typed, []byte{0xfe, 0xff}):
		order = binary.BigEndian
	default:
		return typed
	}
	units := make([]uint16, 0, len(typed)/2)
	for i := 2; i+1 < len(typed); i += 2 {
		units = append(units, order.Uint16(typed[i:]))
	}
	return []byte(string(utf16.Decode(units)))
}

// says reports whether a text has anything to be seen.
func says(text []byte) bool {
	for _, r := range string(fromUTF16(text)) {
		if r != utf8.RuneError && !hidden(r) && strings.TrimSpace(string(r)) != "" {
			return true
		}
	}
	return false
}
