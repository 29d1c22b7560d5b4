package record

import (
	"bytes"
	"fmt"
	"strings"
)

// noteMark begins the lines, comments of YAML, by which a draft that is taken up
// again says in the editor what was found in it. They are never kept.
const noteMark = "#! "

// stoppedMark begins the line of a draft by which questions go on where they stopped. It is a
// note: an editor that the draft was opened in leaves it out, and nothing keeps it.
const stoppedMark = noteMark + "The questions stopped at: "

// WithStop says in a draft at which question its questions were broken off; "" is none.
func WithStop(text []byte, at string) []byte {
	const first = "---\n"
	if at == "" {
		return text
	}
	return bytes.Replace(text, []byte(first), []byte(first+stoppedMark+OneLine(at)+"\n"), 1)
}

// StoppedAt returns the question at which the questions of a draft were broken off, "" where a text
// is no such draft.
func StoppedAt(draft []byte) string {
	for line := range strings.Lines(takeApart(string(draft)).YAML) {
		if at, is := strings.CutPrefix(strings.TrimSuffix(line, "\n"), stoppedMark); is {
			return at
		}
	}
	return ""
}

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
				positionInEditor(f),
				f.Severity,
				f.Found,
				f.Do,
				f.Rule,
			),
		)
	}
	return WithLines(text, notes)
}

// positionInEditor tells the place of a finding. One without a line is about the command line, or
// about the case.
func positionInEditor(f Finding) string {
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
		b.WriteString(NoteLines(OneLine(n)))
	}
	f.YAML = b.String() + f.YAML
	return []byte(f.Text())
}

// NoteLines returns notes as lines of front matter, which may stand anywhere in it.
func NoteLines(notes ...string) string {
	var b strings.Builder
	for _, n := range notes {
		b.WriteString(noteMark + lineOf(n) + "\n")
	}
	return b.String()
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
