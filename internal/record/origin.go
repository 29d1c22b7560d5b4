package record

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"casefile/internal/pattern"
)

// Origin is a place where an entry was recorded before it came here: the same
// agency's other case, another agency's records, or a line of a file.
type Origin struct {
	Agency   string    `json:"agency,omitempty"`
	Case     string    `json:"case,omitempty"`  // as it is called there
	Entry    string    `json:"entry,omitempty"` // as it is called there
	Kind     string    `json:"kind,omitempty"`
	Recorded time.Time `json:"recorded,omitzero"`
	By       string    `json:"by,omitempty"`
	Nonce    string    `json:"-"`                // like that of an entry, no business of reports
	SHA256   string    `json:"sha256,omitempty"` // of the text as it was sealed there
	File     string    `json:"file,omitempty"`   // the SHA-256 of the file that it was read from
	Row      int       `json:"row,omitempty"`    // the line of that file
}

func originOf(m map[string]any) Origin {
	o := Origin{Agency: text(m, "agency"), Case: text(m, "case"), Entry: text(m, "entry"),
		Kind: text(m, "kind"),
		By:   text(m, "by"), Nonce: text(m, "nonce"), SHA256: text(m, "sha256"),
		File: text(m, "file")}
	if p, err := ParseInstant(text(m, "recorded")); err == nil {
		o.Recorded = p
	}
	if n, ok := m["row"].(int64); ok {
		o.Row = int(n)
	}
	return o
}

// FirstRecorded returns the time at which the entry was first written down: by its origin, if that
// is known, else here. An origin never makes it later than its recording here.
func (e *Entry) FirstRecorded() time.Time {
	first := e.Recorded
	for _, o := range e.Origin {
		if !o.Recorded.IsZero() && o.Recorded.Before(first) {
			first = o.Recorded
		}
	}
	return first
}

// line returns an origin as one item of the list in front matter.
func (o Origin) line() string {
	var parts []string
	put := func(name, value string) {
		if value != "" {
			parts = append(parts, name+": "+value)
		}
	}
	put("agency", Scalar(o.Agency))
	put("case", Scalar(o.Case))
	put("entry", Scalar(o.Entry))
	put("kind", Scalar(o.Kind))
	if !o.Recorded.IsZero() {
		put("recorded", o.Recorded.UTC().Format(recordedForm))
	}
	put("by", Scalar(o.By))
	put("nonce", Scalar(o.Nonce))
	put("sha256", Scalar(o.SHA256))
	put("file", Scalar(o.File))
	if o.Row > 0 {
		put("row", fmt.Sprint(o.Row))
	}
	return "  - {" + strings.Join(parts, ", ") + "}\n"
}

// bareScalar is a text that stands for itself between the commas of a mapping
// on one line.
var bareScalar = pattern.Of(`^[\pL\d]([\pL\d ._-]*[\pL\d.])?$`)

// Scalar returns a text as it is written in front matter, on one line, in quotes where it needs
// them: also inside brackets.
func Scalar(s string) string {
	if s == "" || bareScalar().MatchString(s) {
		return s
	}
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(s) // a string never fails
	return strings.TrimSuffix(b.String(), "\n")
}

// originKey is the line that begins the list of origins, right after the
// stamp: the program writes it there and nowhere else.
const originKey = "origin:\n"

// ErrOrigin says that a text can't be given an origin, or that none can be
// taken away.
var ErrOrigin = errors.New("the origin of the text can't be changed")

// WithOrigin puts an origin first in the list of an author's text, which must
// not have one anywhere else than the program writes it.
func WithOrigin(author []byte, o Origin) ([]byte, error) {
	src := unixLines(author)
	f := takeUnixApart(src)
	if !f.begins() {
		return []byte("---\n" + originKey + o.line() + "---\n" + src), nil
	}
	if older, ok := strings.CutPrefix(f.YAML, originKey); ok {
		f.YAML = originKey + o.line() + older
		return []byte(f.Text()), nil
	}
	n := &notes{}
	_, root, ok := whole(n, src)
	if key, _ := child(root, "origin"); !ok || key != nil {
		return nil, fmt.Errorf("%w: it has one already, or its front matter can't be read",
			ErrOrigin)
	}
	f.YAML = originKey + o.line() + f.YAML
	return []byte(f.Text()), nil
}

// WithoutOrigin removes the origins from an author's text, and the other fields that the program
// wrote with them: an amendment was recorded here first.
func WithoutOrigin(author []byte) []byte {
	f := takeApart(string(author))
	list, ok := strings.CutPrefix(f.YAML, originKey)
	if !ok || !f.begins() {
		return author
	}
	for strings.HasPrefix(list, "  - ") {
		_, list, _ = strings.Cut(list, "\n")
	}
	f.YAML = withoutFollows(withoutFirst(list))
	return []byte(f.Text())
}

// Unpadded returns a text without the blank lines that end it, and with one LF.
func Unpadded(text string) string {
	lines := strings.Split(text, "\n")
	for len(lines) > 0 && strings.TrimRight(lines[len(lines)-1], " \t") == "" {
		lines = lines[:len(lines)-1]
	}
	return strings.Join(lines, "\n") + "\n"
}

// Quoting returns a text that holds a recorded one word for word, as a block of code: for an entry
// of a kind that only its own operation records, or that is not known here. fields are lines of
// front matter, about says what it is.
func Quoting(recorded []byte, o Origin, fields, about string) []byte {
	text := Unpadded(string(recorded))
	fence := strings.Repeat("`", max(4, longestRun(text, '`')+1))
	return []byte("---\n" + originKey + o.line() + fields + "---\n" + about + "\n\n" + fence +
		"\n" + text + fence + "\n")
}

// longestRun returns the length of the longest run of a byte in a text.
func longestRun(text string, c byte) int {
	longest, run := 0, 0
	for i := range len(text) {
		if run++; text[i] != c {
			run = 0
		}
		longest = max(longest, run)
	}
	return longest
}

// quotedIn returns the text that Quoting put into a body, and the text behind it. Its fence is
// longer than any run of ticks in the text, so the first such fence ends it.
func quotedIn(body string) (text, behind string, ok bool) {
	_, rest, opened := strings.Cut(body, "\n\n````")
	ticks := len(rest) - len(strings.TrimLeft(rest, "`"))
	text, behind, closed := strings.Cut(rest[ticks:], "\n````"+rest[:ticks]+"\n")
	return strings.TrimPrefix(text, "\n") + "\n", behind, opened && closed
}

// Quoted returns the text of another record that an entry holds word for word, and the kind that it
// had there. quotes is false where an entry came as itself, or was recorded here first. Where it
// quotes, and the text is not whole, text is none.
func (e *Entry) Quoted() (text []byte, kind string, quotes bool) {
	other := slices.IndexFunc(e.Origin, func(o Origin) bool {
		return o.Kind != "" && o.Kind != e.Kind
	})
	if len(e.Origin) == 0 {
		return nil, "", false
	}
	words, _, whole := quotedIn(takeApart(string(e.Text)).Body)
	if whole {
		text = []byte(words)
	}
	if other >= 0 {
		return text, e.Origin[other].Kind, true
	}
	stamp, bad := readStamp(takeApart(words).YAML) // a note can quote a note
	return text, e.Kind, whole && bad == 0 && string(stamp.ID) == e.Origin[0].Entry
}

// Original returns the text that an entry had where it came from last, without padding: its stamp
// in place of ours, and the origin taken away. Padded, it has the SHA-256 that the origin names.
func Original(e *Entry) ([]byte, error) {
	if len(e.Origin) == 0 || e.Origin[0].Nonce == "" {
		return nil, fmt.Errorf("%w: nothing says what it was", ErrOrigin)
	}
	author, _, err := Unstamp(e.Text)
	if err != nil {
		return nil, err
	}
	o := e.Origin[0]
	if o.Kind != e.Kind {
		text, behind, ok := quotedIn(string(author))
		if !ok || behind != "" {
			return nil, fmt.Errorf("%w: the text that it had is not quoted whole", ErrOrigin)
		}
		return []byte(text), nil
	}
	f := takeApart(string(author))
	own, ok := strings.CutPrefix(f.YAML, originKey+o.line())
	if !ok {
		return nil, fmt.Errorf("%w: it does not stand where the program writes it", ErrOrigin)
	}
	if strings.HasPrefix(own, "  - ") {
		own = originKey + own
	}
	s := Stamp{ID: ID(o.Entry), Case: ID(o.Case), Kind: o.Kind, Recorded: o.Recorded, By: o.By,
		Nonce: o.Nonce}
	f.YAML = s.lines() + own
	return []byte(f.Text()), nil
}

// originText returns the words for people about where an entry came from.
func originText(list []Origin) string {
	var all []string
	for _, o := range list {
		var parts []string
		put := func(words, value string) {
			if value != "" {
				parts = append(parts, words+value)
			}
		}
		put("", o.Agency)
		put("case ", o.Case)
		put("entry ", o.Entry)
		put("", o.Kind)
		if !o.Recorded.IsZero() {
			put("recorded ", o.Recorded.UTC().Format("2006-01-02 15:04 UTC"))
		}
		put("by ", o.By)
		if o.Row > 0 {
			put("line ", fmt.Sprint(o.Row))
		}
		if o.File != "" {
			put("of the file ", o.File[:min(12, len(o.File))]+"…")
		}
		all = append(all, strings.Join(parts, ", "))
	}
	return strings.Join(all, "; before that: ")
}
