package search

import "strings"

// Cut is a line that Sought left out of a text, and where in what it left the line stood.
type Cut struct {
	At   int // bytes
	Line string
}

// Cuts returns what Whole puts into what Sought gave of a text.
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

// Whole returns the text that Sought and Cuts were given, without the blanks at its end. Of other
// cuts it makes some text: whoever must know compares it.
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
