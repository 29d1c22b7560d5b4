package report

import (
	"io"
	"strings"

	"casefile/internal/record"
)

// DraftLine is one draft in a list. A draft that nobody could open has only its ID and its age.
type DraftLine struct {
	ID    record.ID
	Age   string // such as 2 days
	Kind  string // of the future entry
	Case  string // with its hyphen; "" for none yet
	Name  string // of the case's subject, where the reader can read the case
	Where string // in words, if it is not in this copy
}

// draftColumns is the width from which a list of drafts has columns.
const draftColumns = 72

// WriteDrafts writes a list of drafts as text.
func WriteDrafts(w io.Writer, list []DraftLine, width int) error {
	t := newTextPage(width)
	age, kind := 0, 0
	for _, d := range list {
		age, kind = max(age, runes(d.kept())), max(kind, runes(record.Clean(d.Kind)))
	}
	for _, d := range list {
		mark, facts := d.ID.String()+"  ", []string{d.kept(), d.Kind, d.Case, d.Name, d.Where}
		if t.width >= draftColumns {
			mark += pad(d.kept(), age) + "  " + pad(record.Clean(d.Kind), kind) + "  " +
				pad(record.Clean(d.Case), 9) + "  "
			facts = []string{d.Name, d.Where}
		}
		if strings.Join(facts, "") == "" {
			t.WriteString(strings.TrimRight(mark, " ") + "\n")
		}
		t.spread(mark, facts)
	}
	_, err := io.WriteString(w, t.String())
	return err
}

func (d DraftLine) kept() string { return "kept " + d.Age + " ago" }
