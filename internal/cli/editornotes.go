package cli

import (
	"context"
	"fmt"
	"strings"

	"casefile/internal/casebook"
	"casefile/internal/record"
)

// noteMark begins the lines, comments of YAML, by which a draft that is taken up
// again says in the editor what was found in it. They are never kept.
const noteMark = "#! "

// editDraft opens a draft in the editor, with what its last check would find at
// the top of its front matter.
func editDraft(ctx context.Context, app *App, b *casebook.Book, r request, text []byte) ([]byte, error) {
	w := r.Writing
	w.Text, w.File = text, r.fileName()
	var found record.Findings
	if err := unhint(ctx, b, &w); err == nil && r.alter == nil {
		if _, findings, err := b.Prepare(ctx, w); err == nil {
			found = asTyped(findings, w.File, text, w.Text)
		}
	}
	edited, err := edit(ctx, app, withNotes(text, found), r.Kind)
	return withoutNotes(edited), err
}

// withNotes puts findings below the first line of a text with front matter.
// Their lines are counted as the editor will show them.
func withNotes(text []byte, found record.Findings) []byte {
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
		notes = append(notes, fmt.Sprintf("%d:%d %s: %s %s [%s]", f.Line, f.Column, f.Severity, f.Found, f.Do, f.Rule))
	}
	return withLines(text, notes)
}

// withLines puts notes below the first line of a text with front matter.
func withLines(text []byte, notes []string) []byte {
	f := record.TakeApart(string(text))
	if f.Before != "" || !strings.HasSuffix(f.Open, "\n") || len(notes) == 0 {
		return text
	}
	var b strings.Builder
	for _, n := range notes {
		b.WriteString(noteMark + oneLine(n) + "\n")
	}
	f.YAML = b.String() + f.YAML
	return []byte(f.Text())
}

// withoutNotes takes the notes away again, wherever they stand in the front matter, and
// also above a line of hyphens that they were moved over.
func withoutNotes(text []byte) []byte {
	f := record.TakeApart(string(text))
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
