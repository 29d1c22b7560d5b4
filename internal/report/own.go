package report

import (
	"strings"
	"unicode/utf8"

	"casefile/internal/cases"
)

// shortField is the longest value of an agency's own field, in characters, that a chronology shows
// below an event: a chronology is read line by line.
const shortField = 60

// ownFields returns the fields of an entry of an agency's own kind, in the kind's order; "" for a
// built-in kind, whose fields have reports of their own.
func (p *Page) ownFields(r cases.Row, want func(value any, text string) bool) string {
	fields := p.ownData(r)
	var out []string
	for _, name := range p.Own[r.Kind] {
		if value, given := fields[name]; given {
			if text := r.Item.FieldText(name); want == nil || want(value, text) {
				out = append(out, strings.ReplaceAll(name, "_", " ")+": "+text)
			}
		}
	}
	return strings.Join(out, "; ")
}

// ownMarks returns the short fields as a remark below the event. It omits the date by which the
// event is listed, and lists, which are in the data.
func (p *Page) ownMarks(r cases.Row) []string {
	fields := p.ownFields(r, func(value any, text string) bool {
		switch value.(type) {
		case []any, map[string]any:
			return false
		}
		return text != r.When.String() && utf8.RuneCountInString(text) <= shortField
	})
	if fields == "" {
		return nil
	}
	return []string{fields}
}

// ownData returns the fields as data; none for a confidential entry, because nothing tells which
// field names its source.
func (p *Page) ownData(r cases.Row) map[string]any {
	if _, own := p.Own[r.Kind]; !own || r.Item == nil || r.Item.Entry == nil || r.Fault != "" ||
		r.Withheld {
		return nil
	}
	return r.Item.Fields
}
