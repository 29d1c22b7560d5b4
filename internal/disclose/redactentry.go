package disclose

import (
	"fmt"
	"html"
	"path"
	"slices"
	"strings"

	"casefile/internal/cases"
	"casefile/internal/match"
	"casefile/internal/record"
)

// edit is the redaction of one entry.
type edit struct {
	r      *redactor
	it     *cases.Item
	fields []string // names that the kind's schema gives, which name nobody
}

func (e *edit) note(what, exemption string, n int) { e.r.note(e.it, what, exemption, n) }

// entry gives a redacted copy; false where it can't be made, which is then open.
func (r *redactor) entry(it *cases.Item) (cases.Item, bool) {
	e := &edit{r: r, it: it, fields: r.fieldNames(it.Kind)}
	editor := record.Editor{Drop: e.drop, Name: e.name, Value: e.value, Body: e.body}
	text, err := record.Rewrite(it.Text, editor)
	var decoded *record.Entry
	if err == nil {
		decoded, err = r.kinds.Decode(text)
	}
	if err != nil {
		why := fmt.Sprintf("no copy of the entry can be made (%v): withhold it", err)
		r.ask(Open{What: AskEntry, Entry: it.Ref(), Why: why}, Place{Entry: it.Ref(), Kind: it.Kind, Line: 1})
		return cases.Item{}, false
	}
	out := *it
	out.Entry = decoded
	return out, true
}

func (r *redactor) fieldNames(kind string) []string {
	k, ok := r.kinds.Kind(kind)
	if !ok {
		return nil
	}
	var out []string
	var walk func([]record.Field)
	walk = func(fields []record.Field) {
		for _, f := range fields {
			out = append(out, f.Name)
			walk(f.Fields)
		}
	}
	walk(k.Fields)
	return out
}

func (e *edit) name(name string, line int) string {
	if slices.Contains(e.fields, name) {
		return name
	}
	return e.r.text(place{e, "", line}, name)
}

func (e *edit) body(body string, firstLine int) string {
	// Markdown shows an entity as the character that it stands for. None is left
	// that the copy, read once more, could show so.
	for range mostEscapes {
		plain := html.UnescapeString(body)
		if plain == body {
			return e.r.text(place{e, "", firstLine}, body)
		}
		body = plain
	}
	o := Open{What: AskEntry, Entry: e.it.Ref(), Why: "characters written in characters, over and over: withhold it"}
	place{e, "", firstLine}.open(o, body, 0, 0)
	return e.r.text(place{e, "", firstLine}, body)
}

// mostEscapes is how often a character may stand for one that stands for another: nobody
// writes so, and a text of them would cost time by the square of its length.
const mostEscapes = 40

// drop leaves out fields that are about other people's cases, about who must not
// know what, and sums by which a withheld file could be recognised.
func (e *edit) drop(path []string) bool {
	top, last := path[0], path[len(path)-1]
	switch {
	case top == "origin" && slices.Contains([]string{"case", "entry", "nonce", "sha256", "file"}, last):
		return true
	case top == "confidentiality", top == "follows":
		return true
	case e.it.Kind == record.KindProfile && (top == "other_cases" || top == "people" && last == "case"):
		e.note("another case", ThirdParty, 1)
		return true
	case e.it.Kind == record.KindProfile && top == "address_protected_from":
		if len(path) == 1 {
			e.note("from whom the address is kept", SeriousHarm, 1)
		}
		return true
	case e.it.Kind == record.KindAttachment:
		return top == "sha256" || top == "length" || top == "file"
	}
	return false
}

// value redacts one value of the front matter.
func (e *edit) value(at []string, value string, line int) string {
	what, exemption, label := e.masked(at, value)
	switch {
	case what != "":
		e.note(what, exemption, 1)
		return block + " (" + label + ")"
	case at[0] == "links" || at[0] == "target":
		return e.link(at, value, line)
	case e.it.Kind == record.KindAttachment && at[0] == "name" && e.r.inFileName(value):
		e.note("the name of a file", ThirdParty, 1)
		return block + " (" + labelThird + ")" + ending(value)
	}
	return e.r.text(place{e, fieldName(at), line}, value)
}

// fieldName is a path without the numbers of items.
func fieldName(path []string) string {
	return strings.Join(slices.DeleteFunc(slices.Clone(path), func(s string) bool {
		return strings.Trim(s, "0123456789") == ""
	}), ".")
}

// masked says why a value goes as a whole, whatever it says.
func (e *edit) masked(at []string, value string) (what, exemption, label string) {
	top, last := at[0], at[len(at)-1]
	switch {
	case e.r.notToBeNamed(e.it) && slices.Contains([]string{"sources", "referrer", "for"}, top):
		return unnamedWhat, ThirdParty, labelThird
	case e.it.Kind != record.KindProfile:
		return "", "", ""
	case (top == "address" || top == "address_since") && e.r.hidden:
		return protectedWhat, SeriousHarm, labelWithheld
	case top != "people" || len(at) < 3:
		return "", "", ""
	}
	m := e.person(at[1])
	agency, _ := m["agency"].(string)
	reaches := slices.Contains([]string{"contact", "address", "date_of_birth"}, last)
	switch p := e.r.verdictOn(nameIn(m)); {
	case p != nil && (p.stands == removed || p.stands == bound):
		return p.what, p.exemption, p.label
	case agency == "" && reaches && value != record.Unknown && value != "none":
		return reachWhat, ThirdParty, labelThird
	}
	return "", "", ""
}

// person is one of the people of a profile, by number.
func (e *edit) person(number string) map[string]any {
	for i, v := range e.it.List("people") {
		if fmt.Sprint(i) == number {
			m, _ := v.(map[string]any)
			return m
		}
	}
	return nil
}

// verdictOn is what was decided about a name as a field gives it.
func (r *redactor) verdictOn(name string) *person {
	var out *person
	for _, h := range r.finder.Find(name) {
		if p := verdict(h.Who); out == nil || rank(p) < rank(out) {
			out = p
		}
	}
	return out
}

// link leaves links to other cases and to withheld entries out.
func (e *edit) link(at []string, value string, line int) string {
	other, entry, crossing := strings.Cut(value, "/")
	if !crossing {
		entry = value
	}
	id := record.ID(entry)
	one, decided := e.r.whole[e.r.group(id)]
	switch {
	case crossing && record.ID(other) != e.it.Case:
		e.note("another case", ThirdParty, 1)
	case decided && one.Do == DoWithhold:
	case e.r.own[id]:
		return value
	default:
		return e.r.text(place{e, fieldName(at), line}, value)
	}
	return block + " (" + labelWithheld + ")"
}

// ending is what a file's name says of what it is, where it says nothing else.
func ending(name string) string {
	ext := strings.ToLower(path.Ext(name))
	if slices.Contains([]string{".pdf", ".png", ".jpg", ".jpeg", ".txt", ".md", ".csv", ".html",
		".doc", ".docx", ".odt", ".xls", ".xlsx", ".ods"}, ext) {
		return ext
	}
	return ""
}

// inFileName reports whether a file's name has somebody's name who must go, or
// about whom nobody has decided, in whatever way it is run together.
func (r *redactor) inFileName(name string) bool {
	return slices.ContainsFunc(r.people, func(p *person) bool {
		return p.stands != kept && match.RunTogether(name, p.forms)
	})
}

// scalarsOf are all texts of the front matter, as YAML gives them.
func scalarsOf(it *cases.Item) []string {
	var out []string
	collect := func(_ []string, v string, _ int) string { out = append(out, v); return v }
	same := func(s string, _ int) string { return s }
	none := func([]string) bool { return false }
	_, err := record.Rewrite(it.Text, record.Editor{Drop: none, Name: same, Value: collect, Body: same})
	if err != nil {
		return nil // entry says so
	}
	return out
}
