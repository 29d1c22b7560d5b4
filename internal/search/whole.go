package search

import "strings"

// Cut is a line that Sought left out of a text, and where in what it left the line stood.
type Cut struct {
	At   int // bytes
	Line string
}

// Cuts are what Whole puts into what Sought gave of a text.
func Cuts(text string) []Cut {
	var out []Cut
	left := 0 // bytes that were left out
	for _, at := range nonceLine().FindAllStringIndex(Unpadded(text), -1) {
		out = append(out, Cut{at[0] - left, text[at[0]:at[1]]})
		left += at[1] - at[0]
	}
	return out
}

// Whole is the text that Sought and Cuts were given, without the blanks at its end. Of other cuts
// it makes some text: whoever must know compares it.
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
