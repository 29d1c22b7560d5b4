package record

import (
	"bytes"
	"strings"
)

// FromTemplate recognises a text that was typed into a kind's template, also
// where it comes from a file.
func FromTemplate(text []byte) bool {
	return bytes.Contains(text, []byte(templateMark))
}

// AsTyped gives findings the lines of the text as its author sees it: what was
// checked lacks the template's hints, or has a line that the program added.
func (fs Findings) AsTyped(file string, typed, checked []byte) Findings {
	if bytes.Equal(typed, checked) {
		return fs
	}
	lines := typedLines(typed, checked)
	for i, f := range fs {
		if f.File == file && f.Line > 0 && f.Line <= len(lines) {
			fs[i].Line = lines[f.Line-1]
		}
	}
	return fs
}

// typedLines finds, for each line checked, its place in the text as typed: the
// next line that is the same, or else the place of the line before it.
func typedLines(typed, checked []byte) []int {
	from := strings.Split(string(typed), "\n")
	at := 0
	var out []int
	for _, line := range strings.Split(string(checked), "\n") {
		for i := at; i < len(from); i++ {
			if from[i] == line {
				at = i + 1
				break
			}
		}
		out = append(out, max(at, 1))
	}
	return out
}
