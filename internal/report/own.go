package report

import (
	"strings"
	"unicode/utf8"

	"casefile/internal/cases"
)

// shortField is how long a value of an agency's own field may be, in characters,
// to stand below an event: a chronology is read line by line.
const shortField = 60

// ownFields returns the fields of an entry of an agency's own kind, in the kind's order; none for a
// built-in one, whose fields have reports of their own.
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

// ownMarks returns the short ones, as a remark below the event; not the date by which it stands
// there, nor lists, which are in the data.
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

// ownData returns the fields as data; none where the entry is confidential, as in copies nothing
// tells which of them names its source.
func (p *Page) ownData(r cases.Row) map[string]any {
	if _, own := p.Own[r.Kind]; !own || r.Item == nil || r.Item.Entry == nil || r.Fault != "" ||
		r.Withheld {
		return nil
	}
	return r.Item.Fields
}
