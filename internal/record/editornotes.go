package record

import (
	"fmt"
	"strings"
)

// noteMark begins the lines, comments of YAML, by which a draft that is taken up
// again says in the editor what was found in it. They are never kept.
const noteMark = "#! "

// WithNotes puts findings below the first line of a text with front matter.
// Their lines are counted as the editor will show them.
func WithNotes(text []byte, found Findings) []byte {
	if len(found) == 0 {
		return text
	}
	found.Sort()
	notes := []string{"Found in this text; these lines are not kept. Line and column:"}
	lines := len(found) + len(notes)
	for _, f := range found {
		if f.Line > 1 {
			f.Line += lines
		}
		notes = append(
			notes,
			fmt.Sprintf(
				"%s %s: %s %s [%s]",
				placeInEditor(f),
				f.Severity,
				f.Found,
				f.Do,
				f.Rule,
			),
		)
	}
	return WithLines(text, notes)
}

// placeInEditor is where a finding is; without a line it is of the command line, say, or of
// the case.
func placeInEditor(f Finding) string {
	if f.Line == 0 {
		return f.File
	}
	return fmt.Sprintf("%d:%d", f.Line, f.Column)
}

// WithLines puts notes below the first line of a text with front matter.
func WithLines(text []byte, notes []string) []byte {
	f := takeApart(string(text))
	if f.Before != "" || !strings.HasSuffix(f.Open, "\n") || len(notes) == 0 {
		return text
	}
	var b strings.Builder
	for _, n := range notes {
		b.WriteString(noteMark + OneLine(n) + "\n")
	}
	f.YAML = b.String() + f.YAML
	return []byte(f.Text())
}

// WithoutNotes takes the notes away again, wherever they stand in the front matter, and
// also above a line of hyphens that they were moved over.
func WithoutNotes(text []byte) []byte {
	f := takeApart(string(text))
	f.Before, f.YAML = unnoted(f.Before), unnoted(f.YAML)
	return []byte(f.Text())
}

func unnoted(lines string) string {
	var b strings.Builder
	for line := range strings.Lines(lines) {
		if !strings.HasPrefix(line, noteMark) {
			b.WriteString(line)
		}
	}
	return b.String()
}
