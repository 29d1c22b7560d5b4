package record

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"gopkg.in/yaml.v3"

	"casefile/internal/pattern"
)

// recordedForm is the form in which the program writes recorded.
const recordedForm = "2006-01-02T15:04:05Z"

// stampForms are the exact first six lines of a recorded entry.
var stampForms = []func() *regexp.Regexp{
	pattern.Of(`^id: ([0-9A-Z]{8})$`),
	pattern.Of(`^case: ([0-9A-Z]{8})$`),
	pattern.Of(`^kind: ([a-z][a-z0-9-]*)$`),
	pattern.Of(`^recorded: (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)$`),
	pattern.Of(`^by: ([a-z][a-z0-9-]{0,31})$`),
	pattern.Of(`^nonce: ([0-9A-HJKMNP-TV-Z]{26})$`),
}

// Stamp holds the fields that the program writes into every entry.
type Stamp struct {
	ID, Case  ID
	Kind      string
	Recorded  time.Time
	By, Nonce string
}

// lines returns the six lines of the stamp.
func (s Stamp) lines() string {
	return fmt.Sprintf("id: %s\ncase: %s\nkind: %s\nrecorded: %s\nby: %s\nnonce: %s\n",
		string(s.ID), string(s.Case), s.Kind, s.Recorded.UTC().Format(recordedForm), s.By, s.Nonce)
}

// readStamp reads the first six lines of front matter; bad is the line in the
// text of the first that is not as it must be, or 0.
func readStamp(src string) (s Stamp, bad int) {
	var got [6]string
	lines := strings.SplitN(src, "\n", 7)
	for i, form := range stampForms {
		if i >= len(lines) {
			return s, i + 2
		}
		m := form().FindStringSubmatch(lines[i])
		if m == nil {
			return s, i + 2
		}
		got[i] = m[1]
	}
	s = Stamp{ID: ID(got[0]), Case: ID(got[1]), Kind: got[2], By: got[4], Nonce: got[5]}
	recorded, err := time.Parse(recordedForm, got[3])
	s.Recorded = recorded
	switch {
	case !s.ID.Valid():
		return s, 2
	case !s.Case.Valid():
		return s, 3
	case err != nil:
		return s, 5
	}
	return s, 0
}

// Unstamp splits a recorded text into the author's text, without the six lines of the stamp and
// without padding, and the content of those lines. It returns ErrEntry if they are missing; author
// then holds all other lines.
func Unstamp(recorded []byte) (author []byte, s Stamp, err error) {
	f := takeApart(string(recorded))
	s, bad := readStamp(f.YAML)
	if bad != 0 || !f.begins() {
		err = fmt.Errorf("%w: %d:1: not the stamp of an entry", ErrEntry, max(bad, 1))
	}
	var own strings.Builder
	for i, line := range strings.SplitAfter(f.YAML, "\n") {
		if i >= len(stampKeys) || !strings.HasPrefix(line, stampKeys[i]+": ") {
			own.WriteString(line)
		}
	}
	f.YAML = own.String()
	return []byte(Unpadded(f.Text())), s, err
}

// AuthorText returns the author's own part of a recorded text, as Unstamp has it, without the lines
// in which the program named the earlier texts. An amendment starts from it.
func AuthorText(recorded []byte) []byte {
	author, _, _ := Unstamp(recorded) // a text with no stamp is all its author's
	f := takeApart(string(author))
	f.YAML = withoutFollows(withoutFirst(f.YAML))
	return []byte(f.Text())
}

// recorded takes a sealed text apart: its parts, its stamp, and the root of its
// front matter. ErrEntry, with line and column, where it is not one.
func recorded(text []byte) (front, Stamp, *yaml.Node, error) {
	p, problem := split(string(text))
	if problem != "" || !p.has() {
		return p, Stamp{}, nil, fmt.Errorf("%w: 1:1: no front matter", ErrEntry)
	}
	stamp, bad := readStamp(p.YAML)
	if bad != 0 {
		return p, stamp, nil, fmt.Errorf("%w: %d:1: not the stamp of an entry", ErrEntry, bad)
	}
	var n notes
	root := frontMatter(&n, p.YAML)
	if root == nil {
		return p, stamp, nil, firstFault(n.list)
	}
	return p, stamp, root, nil
}

// value returns the stamp's value for one of its fields.
func (s Stamp) value(key string) string {
	for _, line := range strings.Split(s.lines(), "\n") {
		if v, ok := strings.CutPrefix(line, key+": "); ok {
			return v
		}
	}
	return ""
}

// agrees reports whether an author's value means what the stamp says: IDs as
// people write them, and times of any zone, count.
func (s Stamp) agrees(key, written string) bool {
	switch key {
	case "id", "case":
		id, err := ParseID(written)
		return err == nil && string(id) == s.value(key)
	case "recorded":
		t, err := ParseInstant(written)
		return err == nil && t.Equal(s.Recorded)
	}
	return written == s.value(key)
}
