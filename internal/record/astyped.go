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

// typedLines finds the place in the typed text for each checked line: the next line that is the
// same. Between two such places, a changed line is found by the text before its colon, and then by
// its turn. An added line has the place of the line before it.
func typedLines(typed, checked []byte) []int {
	from := strings.Split(strings.TrimPrefix(string(typed), byteOrderMark), "\n")
	for i := range from {
		from[i] = strings.TrimSuffix(from[i], "\r")
	}
	lines := strings.Split(string(checked), "\n")
	next := map[string][]int{} // the places of each line
	for i, line := range from {
		next[line] = append(next[line], i)
	}
	out := make([]int, len(lines)) // 0 where no line is the same
	at := 0
	for i, line := range lines {
		places := next[line]
		for len(places) > 0 && places[0] < at {
			places = places[1:]
		}
		if next[line] = places; len(places) > 0 {
			at = places[0] + 1
			out[i] = at
		}
	}
	changedLines(from, lines, out)
	return out
}

// changedLines fills in the places of lines that are in no typed text as they are.
func changedLines(from, lines []string, out []int) {
	named := map[string][]int{} // the places of the lines with each name
	for i, line := range from {
		if name, _, ok := strings.Cut(line, ":"); ok {
			named[name] = append(named[name], i+1)
		}
	}
	for i := 0; i < len(lines); i++ {
		if out[i] != 0 {
			continue
		}
		end := i
		for end < len(lines) && out[end] == 0 {
			end++
		}
		last := 0
		if i > 0 {
			last = out[i-1]
		}
		until := len(from) + 1
		if end < len(lines) {
			until = out[end]
		}
		for ; i < end; i++ {
			last = likeliest(from, named, lines[i], last, until)
			out[i] = max(last, 1)
		}
	}
}

// likeliest returns the place, after one and before another, of the line that a changed one was.
func likeliest(from []string, named map[string][]int, line string, after, until int) int {
	if name, _, ok := strings.Cut(line, ":"); ok {
		places := named[name]
		for len(places) > 0 && places[0] <= after {
			places = places[1:]
		}
		if named[name] = places; len(places) > 0 && places[0] < until {
			return places[0]
		}
	}
	if after+1 < until && !strings.HasPrefix(from[after], "#") {
		return after + 1
	}
	return after
}
