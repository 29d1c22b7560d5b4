package record

import (
	"time"
)

// Entry is one decoded entry of a case. Fields common to all kinds have a
// place of their own; all others, as the kind's schema types them, are in
// Fields: string, int64, bool, []any and map[string]any, nothing else.
type Entry struct {
	ID       ID
	Case     ID
	Kind     string
	Recorded time.Time // UTC, seconds
	By       string    // member
	Nonce    string

	Occurred        Occurred
	Headline        string
	Significant     bool   // as written, or the kind's default
	Impact          string // positive, negative, neutral or ""
	Sources         []Source
	Action          string
	For             string // whom the recorder typed for
	References      []Reference
	Confidentiality string
	Links           map[string][]Ref // relation to entries; Case is filled in
	// what a wrong clock said, if the entry was recorded again; else zero
	RecordedFirst time.Time
	Origin        []Origin // where it was recorded before, the last place first
	// the newest about the same thing when it was written; nil = not known
	Follows []ID

	Fields   map[string]any // the fields of the kind
	Sections []Section
	Text     []byte // exactly what was sealed
}

// Source names the person who told a fact, and how.
type Source struct {
	Who    string `json:"who"`
	How    string `json:"how,omitempty"`
	Agency string `json:"agency,omitempty"`
}

// Reference is the number under which another agency knows the case.
type Reference struct {
	Agency string `json:"agency"`
	Number string `json:"number"`
}

// Section is a level-two heading of the body and the text below it. The text
// before the first heading has an empty Title.
type Section struct {
	Title string
	Line  int // of the heading, from 1, in the whole text
	Text  string

	firstLine int // of Text, in the whole text
}

// Unknown is the value that most facts accept; it then becomes due.
const Unknown = "unknown"

// Ref names the entry.
func (e *Entry) Ref() Ref { return Ref{e.Case, e.ID} }

// Str returns a text field of the kind, or "".
func (e *Entry) Str(field string) string {
	s, _ := e.Fields[field].(string)
	return s
}

// Int returns an integer field, and whether it was given.
func (e *Entry) Int(field string) (int, bool) {
	n, ok := e.Fields[field].(int64)
	return int(n), ok
}

// Date returns a field that names a day, or the zero Date.
func (e *Entry) Date(field string) Date {
	p, _ := ParsePoint(e.Str(field))
	return p.Date
}

// Point returns a field that names a day or an instant, and whether it does.
func (e *Entry) Point(field string) (Point, bool) {
	p, err := ParsePoint(e.Str(field))
	return p, err == nil
}

// List returns a field that holds a list; one bare value counts as a list of one.
func (e *Entry) List(field string) []any {
	switch v := e.Fields[field].(type) {
	case nil:
		return nil
	case []any:
		return v
	default:
		return []any{v}
	}
}

// Strs returns a list of texts; members of other types are left out.
func (e *Entry) Strs(field string) []string {
	var out []string
	for _, v := range e.List(field) {
		if s, ok := v.(string); ok {
			out = append(out, s)
		}
	}
	return out
}

// Map returns a field that holds named values, or nil.
func (e *Entry) Map(field string) map[string]any {
	m, _ := e.Fields[field].(map[string]any)
	return m
}

// Maps returns a list of named values.
func (e *Entry) Maps(field string) []map[string]any {
	var out []map[string]any
	for _, v := range e.List(field) {
		if m, ok := v.(map[string]any); ok {
			out = append(out, m)
		}
	}
	return out
}

// Link returns the first entry of a relation, and whether there is one.
func (e *Entry) Link(relation string) (Ref, bool) {
	refs := e.Links[relation]
	if len(refs) == 0 {
		return Ref{}, false
	}
	return refs[0], true
}

// Section returns the text below a heading, or "".
func (e *Entry) Section(title string) string {
	for _, s := range e.Sections {
		if s.Title == title {
			return s.Text
		}
	}
	return ""
}
