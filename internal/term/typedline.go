package term

import (
	"slices"
	"strings"

	"github.com/rivo/uniseg"
)

// typedLine is an answer while it is typed, with the position of the cursor.
type typedLine struct {
	parts []string // what people take for one character each; "\n" between lines
	at    int
}

func newTyped(text string) typedLine {
	var l typedLine
	for _, r := range text {
		l.insert(r)
	}
	return l
}

func (l *typedLine) String() string { return strings.Join(l.parts, "") }

// insert inserts a character at the cursor. An accent joins the letter before it.
func (l *typedLine) insert(r rune) {
	if l.at > 0 && joins(l.parts[l.at-1], r) {
		l.parts[l.at-1] += string(r)
		return
	}
	l.parts = slices.Insert(l.parts, l.at, string(r))
	l.at++
}

// joins reports whether a character becomes one with the text before it. A letter with more accents
// than any language has counts as several.
func joins(before string, r rune) bool {
	const firstAccent, longest = 0x300, 64
	if r < firstAccent || before == "\n" || len(before) > longest {
		return false
	}
	_, rest, _, _ := uniseg.FirstGraphemeClusterInString(before+string(r), -1)
	return rest == ""
}

// cut removes what is between two positions.
func (l *typedLine) cut(from, to int) {
	l.parts = slices.Delete(l.parts, from, to)
	l.at = from
}

// begin and end return where the cursor's line begins and ends.
func (l *typedLine) begin() int {
	return 1 + lastIndex(l.parts[:l.at], "\n")
}

func (l *typedLine) end() int {
	if i := slices.Index(l.parts[l.at:], "\n"); i >= 0 {
		return l.at + i
	}
	return len(l.parts)
}

func lastIndex(parts []string, want string) int {
	for i, p := range slices.Backward(parts) {
		if p == want {
			return i
		}
	}
	return -1
}

// wordLeft returns the beginning of the word before the cursor.
func (l *typedLine) wordLeft() int {
	i := l.at
	for i > 0 && blank(l.parts[i-1]) {
		i--
	}
	for i > 0 && !blank(l.parts[i-1]) {
		i--
	}
	return i
}

// wordRight returns the end of the word after the cursor.
func (l *typedLine) wordRight() int {
	i := l.at
	for i < len(l.parts) && blank(l.parts[i]) {
		i++
	}
	for i < len(l.parts) && !blank(l.parts[i]) {
		i++
	}
	return i
}

func blank(part string) bool { return part == " " || part == "\n" || part == "\u00a0" }

// edit applies a key to the line; false for a key that has no effect on lines.
func (l *typedLine) edit(k key) bool {
	switch k {
	case keyLeft:
		l.at = max(l.at-1, 0)
	case keyRight:
		l.at = min(l.at+1, len(l.parts))
	case keyHome:
		l.at = l.begin()
	case keyEnd:
		l.at = l.end()
	case keyWordLeft:
		l.at = l.wordLeft()
	case keyWordRight:
		l.at = l.wordRight()
	case keyBackspace:
		l.cut(max(l.at-1, 0), l.at)
	case keyDelete:
		l.cut(l.at, min(l.at+1, len(l.parts)))
	case keyKillWord:
		l.cut(l.wordLeft(), l.at)
	case keyKillLeft:
		l.cut(l.begin(), l.at)
	case keyKillRight:
		l.cut(l.at, l.end())
	default:
		if k < 0 {
			return false
		}
		l.insert(rune(k))
	}
	return true
}
