package verify

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"casefile/internal/pattern"
	"casefile/internal/record"
)

// Message is a commit message in its one valid form: the constant subject and the trailers.
type Message struct {
	Op     string
	Adopts string // with op adopt: the adopted operation
	// the parent's committer time, where the commit is dated before its parent; else 0
	Clock int64
	Lost  []string // with op rejoin: commits that main no longer has, in order of their ids
	Cases []CaseTrailers
}

// CaseTrailers are the trailers of one touched case.
type CaseTrailers struct {
	Case     record.ID
	Entries  []EntryTrailer // by file name
	Endorses []EndorseTrailer
	Releases record.ID // the entry whose hold ends; "" for none
	Erased   []record.ID
}

// none reports whether the trailers only name the case.
func (c CaseTrailers) none() bool {
	return len(c.Entries)+len(c.Endorses)+len(c.Erased) == 0 && c.Releases == ""
}

// EntryTrailer declares the SHA-256 of exactly what `age -d` prints of an entry.
type EntryTrailer struct {
	ID     record.ID
	SHA256 string
}

// EndorseTrailer says which text was endorsed, at which level and how.
type EndorseTrailer struct {
	Target         record.ID
	SHA256         string
	Level, Verdict string
}

// IsCommitID reports whether a text has the form of a commit's id in trailers.
func IsCommitID(text string) bool { return lostForm().MatchString(text) }

// ErrMessage says that a message does not have the fixed form.
var ErrMessage = errors.New("not a casefile commit message")

// Encode returns the only valid bytes of the message.
func (m Message) Encode() string {
	var b strings.Builder
	fmt.Fprintf(&b, "casefile %s\n\nCasefile-Op: %s\n", m.Op, m.Op)
	if m.Adopts != "" {
		fmt.Fprintf(&b, "Casefile-Adopts: %s\n", m.Adopts)
	}
	if m.Clock != 0 {
		fmt.Fprintf(&b, "Casefile-Clock: %d\n", m.Clock)
	}
	for _, lost := range m.Lost {
		fmt.Fprintf(&b, "Casefile-Lost: %s\n", lost)
	}
	for _, c := range m.Cases {
		fmt.Fprintf(&b, "Casefile-Case: %s\n", string(c.Case))
		for _, e := range c.Entries {
			fmt.Fprintf(&b, "Casefile-Entry: %s %s\n", string(e.ID), e.SHA256)
		}
		for _, e := range c.Endorses {
			fmt.Fprintf(&b, "Casefile-Endorses: %s %s %s %s\n", string(e.Target), e.SHA256, e.Level,
				e.Verdict)
		}
		if c.Releases != "" {
			fmt.Fprintf(&b, "Casefile-Releases: %s\n", string(c.Releases))
		}
		for _, id := range c.Erased {
			fmt.Fprintf(&b, "Casefile-Erased: %s\n", string(id))
		}
	}
	return b.String()
}

var (
	lostForm    = pattern.Of(`^[0-9a-f]{40}$`)
	opForm      = pattern.Of(`^[a-z][a-z-]{0,31}$`)
	entryForm   = pattern.Of(`^([0-9A-Z]{8}) ([0-9a-f]{64})$`)
	endorseForm = pattern.Of(
		`^([0-9A-Z]{8}) ([0-9a-f]{64}) (line|senior) (endorsed|returned|declined)$`)
)

// ParseMessage reads a message. It refuses bytes that differ from the output of Encode
// (ErrMessage).
func ParseMessage(text string) (Message, error) {
	var m Message
	_, body, _ := strings.Cut(text, "\n\n")
	for _, line := range strings.Split(strings.TrimSuffix(body, "\n"), "\n") {
		key, value, _ := strings.Cut(line, ": ")
		if err := m.take(key, value); err != nil {
			return Message{}, err
		}
	}
	if m.Encode() != text || !opForm().MatchString(m.Op) {
		return Message{},
			fmt.Errorf("%w: subject, trailers or their order differ from the fixed form",
				ErrMessage)
	}
	return m, nil
}

func (m *Message) take(key, value string) error {
	bad := fmt.Errorf("%w: line %q", ErrMessage, key)
	var last *CaseTrailers
	if len(m.Cases) > 0 {
		last = &m.Cases[len(m.Cases)-1]
	}
	switch key {
	case "Casefile-Op":
		m.Op = value
		return nil
	case "Casefile-Adopts":
		m.Adopts = value
		return nil
	case "Casefile-Clock":
		seconds, err := strconv.ParseInt(value, 10, 64)
		if err != nil || seconds <= 0 {
			return bad
		}
		m.Clock = seconds
		return nil
	case "Casefile-Lost":
		if n := len(m.Lost); !lostForm().MatchString(value) || n > 0 && m.Lost[n-1] >= value {
			return bad
		}
		m.Lost = append(m.Lost, value)
		return nil
	case "Casefile-Case":
		id := record.ID(value)
		if !id.Valid() || last != nil && last.Case >= id {
			return bad
		}
		m.Cases = append(m.Cases, CaseTrailers{Case: id})
		return nil
	}
	if last == nil {
		return bad
	}
	return last.take(key, value, bad)
}

func (c *CaseTrailers) take(key, value string, bad error) error {
	switch key {
	case "Casefile-Entry":
		f := entryForm().FindStringSubmatch(value)
		if f == nil || !record.ID(f[1]).Valid() {
			return bad
		}
		c.Entries = append(c.Entries, EntryTrailer{record.ID(f[1]), f[2]})
	case "Casefile-Endorses":
		f := endorseForm().FindStringSubmatch(value)
		if f == nil || !record.ID(f[1]).Valid() {
			return bad
		}
		c.Endorses = append(c.Endorses, EndorseTrailer{record.ID(f[1]), f[2], f[3], f[4]})
	case "Casefile-Releases":
		id := record.ID(value)
		if !id.Valid() || c.Releases != "" {
			return bad
		}
		c.Releases = id
	case "Casefile-Erased":
		if !record.ID(value).Valid() {
			return bad
		}
		c.Erased = append(c.Erased, record.ID(value))
	default:
		return bad
	}
	return nil
}
