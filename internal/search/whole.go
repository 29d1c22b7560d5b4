package search

import "strings"

// Cut is a line that Sought left out, with its place in the remaining text.
type Cut struct {
	At   int // in bytes
	Line string
}

// Cuts returns the lines that Sought leaves out of a text.
func Cuts(text string) []Cut {
	var out []Cut
	sought, at := Sought(text), 0
	for line := range strings.Lines(Unpadded(text)) {
		if strings.HasPrefix(sought[at:], line) {
			at += len(line)
			continue
		}
		out = append(out, Cut{at, line})
	}
	return out
}

// Whole puts the cuts back, and returns the text without its padding. From wrong cuts it makes a
// wrong text, so that callers must verify the result.
func Whole(sought string, cuts []Cut) string {
	var b strings.Builder
	from := 0
	for _, c := range cuts {
		at := min(max(c.At, from), len(sought))
		b.WriteString(sought[from:at])
		b.WriteString(c.Line)
		from = at
	}
	b.WriteString(sought[from:])
	return b.String()
}
