package access

import (
	"strings"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// Known holds the fields of an entry about a request that the program knows. Its author may leave
// them out, and may say otherwise.
type Known struct {
	Fields [][2]string       // name and plain value, or a list in YAML's brackets
	Links  map[string]string // relation to the entry's ID
	Log    string            // below the text
}

// About returns the fields of any entry about a request: the given ones, and the link to the
// request.
func About(r *cases.Access, fields ...[2]string) Known {
	return Known{Fields: fields, Links: map[string]string{"request": string(r.Entry.First.ID)}}
}

// Given returns fields and links by name, as a kind's template takes them.
func (k Known) Given() map[string]string {
	out := map[string]string{}
	for _, f := range k.Fields {
		out[f[0]] = f[1]
	}
	for relation, to := range k.Links {
		out["links."+relation] = to
	}
	return out
}

// Into returns a text what its author left out. What cannot be set in it stays out, and the check
// of the entry says why.
func (k Known) Into(text []byte) []byte {
	out := text
	for relation, to := range k.Links {
		if next, err := record.SetLink(out, relation, to); err == nil {
			out = next
		}
	}
	for _, f := range k.Fields {
		value := f[1]
		if list := f[0] == "what" || f[0] == "withheld"; !list || !strings.HasPrefix(value, "[") {
			value = record.Quote(value)
		}
		if next, err := record.SetField(out, f[0], value); err == nil {
			out = next
		}
	}
	if k.Log != "" {
		out = append([]byte(strings.TrimRight(string(out), " \t\n")+"\n\n"), k.Log...)
	}
	return out
}
