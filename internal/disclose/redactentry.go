package disclose

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"casefile/internal/cases"
	"casefile/internal/match"
	"casefile/internal/record"
)

// edit redacts one entry.
type edit struct {
	r      *redactor
	it     *cases.Item
	kind   *record.Kind // nil for an unknown kind
	fields []string     // names of the schema's fields, which name no person
	noted  map[string]bool
}

func (e *edit) note(what, exemption string, n int) { e.r.note(e.it, what, exemption, n) }

// entry returns a redacted copy; false if none can be made, which is then an open question.
func (r *redactor) entry(it *cases.Item) (cases.Item, bool) {
	e := &edit{r: r, it: it, fields: r.fieldNames(it.Kind), noted: map[string]bool{}}
	if kind, ok := r.kinds.Kind(it.Kind); ok {
		e.kind = kind
	}
	editor := record.Editor{Drop: e.drop, Omit: e.omit, Name: e.name, Value: e.value, Body: e.body}
	text, err := record.Rewrite(it.Text, editor)
	var decoded *record.Entry
	if err == nil {
		decoded, err = r.kinds.Decode(text)
	}
	if err != nil {
		why := fmt.Sprintf("no copy of the entry can be made (%v): withhold it", err)
		at := Passage{Entry: it.Ref(), Kind: it.Kind, Line: 1}
		r.ask(Question{What: AskEntry, Entry: it.Ref(), Why: why}, at)
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
	return e.r.text(location{e, "", line}, name)
}

func (e *edit) body(body string, firstLine int) string {
	at := location{e, "", firstLine}
	if _, ok := readable(body); !ok {
		o := Question{What: AskEntry, Entry: e.it.Ref(),
			Why: "characters written in characters, over and over: withhold it"}
		at.open(o, body, 0, 0)
	}
	return e.r.text(at, plain(body))
}

// drop reports whether a field is removed. Such fields tell of other people's cases, or of people
// who must not know something, or are checksums that would identify a withheld file.
func (e *edit) drop(path []string) bool {
	top, last := path[0], path[len(path)-1]
	recognised := []string{"case", "entry", "nonce", "sha256", "file"}
	elsewhere := top == "other_cases" || top == "people" && last == "case"
	switch {
	case top == "origin" && slices.Contains(recognised, last):
		return true
	case top == "confidentiality", top == "follows":
		return true
	case e.it.Kind == record.KindProfile && elsewhere:
		e.once(path, LogItem{What: "another case", Exemption: ThirdParty})
		return true
	case e.it.Kind == record.KindProfile && top == "address_protected_from":
		why := LogItem{What: "from whom the address is kept", Exemption: SeriousHarm}
		e.once(path[:1], why)
		return true
	case e.it.Kind == record.KindAccessRequest && !e.r.d.Own:
		return childSays(top)
	case e.r.notToBeNamed(e.it) && slices.Contains(reporterFields(), top):
		return e.besideReporter(path)
	case e.it.Kind == record.KindProfile && top == "people" && len(path) == 3:
		return last != "name" && last != "relation" && e.goes(path[1])
	case e.it.Kind == record.KindAttachment:
		return top == "sha256" || top == "length" || top == "file"
	}
	return false
}

// besideReporter reports whether a field about a reporter who asked not to be named is removed
// completely. One mark replaces all of them, because their number, and the presence of an agency, a
// role or a contact, would tell who the reporter is.
func (e *edit) besideReporter(path []string) bool {
	switch path[0] {
	case "sources":
		return len(path) > 1 && path[1] != "0" || len(path) > 2 && path[2] != "who"
	case "referrer":
		return len(path) > 1 && path[1] != "name"
	}
	return len(e.it.Sources) > 0 || len(e.it.Map("referrer")) > 0
}

// goes reports whether the person with this number in a profile is removed. The fields that exist
// for such a person would tell who it is.
func (e *edit) goes(number string) bool {
	p := e.r.byName[match.Key(nameIn(e.person(number)))]
	return p != nil && p.rulingIn(e.r.entryIndex(e.it)) >= removed
}

// childSays reports whether a field of a request says what the child understands and wishes. A
// person who asks for a child never learns it, whatever it says: a child's refusal shows that there
// is something.
func childSays(field string) bool {
	return field == "child_understands" || field == "child_wish"
}

// once logs something left out once, however often it is met.
func (e *edit) once(path []string, why LogItem) {
	if key := strings.Join(path, "."); !e.noted[key] {
		e.noted[key] = true
		e.note(why.What, why.Exemption, 1)
	}
}

// omit reports whether a link is removed: to another case, or to an entry that is left out.
func (e *edit) omit(path []string, value string) bool {
	if e.typeAt(path, value) != record.TypeID {
		return false
	}
	why, out := e.r.omitted(e.it.Case, value)
	if out && why.Exemption != "" {
		e.once(append(slices.Clone(path), value), why)
	}
	return out
}

// typeAt returns the type of a value; text for an unknown kind.
func (e *edit) typeAt(path []string, value string) string {
	if e.kind == nil {
		return record.TypeText
	}
	return e.kind.TypeAt(path, value)
}

// value redacts one value of the front matter.
func (e *edit) value(at []string, value string, line int) string {
	what, exemption, label := e.masked(at, value)
	switch {
	case what != "":
		e.note(what, exemption, 1)
		return block + " (" + label + ")"
	case e.it.Kind == record.KindAttachment && at[0] == "name" &&
		e.r.inFileName(value, e.r.entryIndex(e.it)):
		e.note("the name of a file", ThirdParty, 1)
		return block + " (" + labelThird + ")" + ending(value)
	case e.typeAt(at, value) == record.TypeText, e.typeAt(at, value) == record.TypeSymbols:
		return e.r.text(location{e, fieldName(at), line}, plain(value))
	}
	return value
}

// fieldName returns a path without the numbers of items.
func fieldName(path []string) string {
	return strings.Join(slices.DeleteFunc(slices.Clone(path), func(s string) bool {
		return strings.Trim(s, "0123456789") == ""
	}), ".")
}

// masked says why a value is removed as a whole, whatever it says; what is "" for a value that is
// not.
func (e *edit) masked(at []string, value string) (what, exemption, label string) {
	top, last := at[0], at[len(at)-1]
	switch {
	case e.r.notToBeNamed(e.it) && slices.Contains(reporterFields(), top):
		return unnamedWhat, ThirdParty, labelThird
	case e.it.Kind != record.KindProfile:
		return "", "", ""
	case slices.Contains([]string{"address", "address_since", "address_in_area"}, top) &&
		e.r.hidden:
		return protectedWhat, SeriousHarm, labelWithheld
	case top != "people" || len(at) < 3:
		return "", "", ""
	}
	m := e.person(at[1])
	reaches := slices.Contains([]string{"contact", "address", "date_of_birth"}, last)
	switch p := e.r.byName[match.Key(nameIn(m))]; {
	case p != nil && p.rulingIn(e.r.entryIndex(e.it)) >= removed:
		return p.what, p.exemption, p.label
	case textIn(m, "agency") == "" && reaches && value != record.Unknown && value != "none":
		return reachWhat, ThirdParty, labelThird
	}
	return "", "", ""
}

// person returns the person with this number in a profile.
func (e *edit) person(number string) map[string]any {
	for i, v := range e.it.List("people") {
		if fmt.Sprint(i) == number {
			m, _ := v.(map[string]any)
			return m
		}
	}
	return nil
}

// ending returns the ending of a file's name if it is a common file type; otherwise "".
func ending(name string) string {
	ext := strings.ToLower(path.Ext(name))
	if slices.Contains([]string{".pdf", ".png", ".jpg", ".jpeg", ".txt", ".md", ".csv", ".html",
		".doc", ".docx", ".odt", ".xls", ".xlsx", ".ods"}, ext) {
		return ext
	}
	return ""
}

// inFileName reports whether a file's name contains the name of a person who is removed or
// undecided, even with words run together.
func (r *redactor) inFileName(name string, seq int) bool {
	return len(r.found(plain(name), seq)) > 0 ||
		slices.ContainsFunc(r.people, func(p *person) bool {
			goes := p.ruling >= removed && !p.word
			return goes && match.RunTogether(name, p.forms)
		})
}
