package report

import (
	"io"
	"strings"

	"casefile/internal/record"
)

// CheckLine is the result of one check, with its remedy.
type CheckLine struct {
	Check string
	State string // one word
	Says  string
	Mend  string // "" where nothing need be done
	Loud  bool   // the state is set in capitals
}

// checkColumns is the width from which state, name and words are side by side.
const checkColumns = 72

// stateColumn is the width of the longest state, so that all pages look the same.
const stateColumn = len("unknown")

// WriteChecks writes the results of checks as text.
func WriteChecks(w io.Writer, list []CheckLine, width int) error {
	t := newTextPage(width)
	state, name := stateColumn, 0
	for _, c := range list {
		state, name = max(state, runes(c.State)), max(name, runes(c.Check))
	}
	for _, c := range list {
		word := c.State
		if c.Loud {
			word = strings.ToUpper(word)
		}
		mark := pad(word, state) + "  " + pad(c.Check, name) + "  "
		if t.width < checkColumns {
			t.spaced("", pad(word, state)+"  "+c.Check)
			mark = "    "
		}
		t.hang(mark, record.Clean(c.Says))
		if c.Mend != "" {
			t.hang(strings.Repeat(" ", runes(mark))+"mend: ", record.Clean(c.Mend))
		}
	}
	_, err := io.WriteString(w, t.String())
	return err
}
