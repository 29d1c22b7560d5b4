package disclose

import (
	"maps"
	"slices"
	"strings"

	"casefile/internal/cases"
	"casefile/internal/match"
	"casefile/internal/record"
)

// reporterFields returns the fields that name a reporter.
func reporterFields() []string { return []string{"sources", "referrer", "for"} }

// reportersIn returns the values that name an entry's reporters, each with reporter: true.
func reportersIn(it *cases.Item) []map[string]any {
	out := []map[string]any{{"name": it.For}}
	out = append(out, it.Maps("referrer")...)
	for _, s := range it.Sources {
		out = append(out, map[string]any{"name": s.Who, "agency": s.Agency})
	}
	for i, m := range out {
		out[i] = maps.Clone(m)
		out[i]["reporter"] = true
	}
	return out
}

// reporters adds the reporters who asked not to be named. A copy never names them, whatever was
// decided. A reporter in a profile is removed like any removed person: by each name, and by the
// word for what they are to the subject. If a reporter is named by such a word only (the aunt), the
// word is removed from the entry, and from entries linked to it.
func (r *redactor) reporters(items []cases.Item) {
	links := r.linked(items)
	words := map[string]*person{} // by the words for the reporter
	for i := range items {
		if !r.notToBeNamed(&items[i]) {
			continue
		}
		for _, m := range reportersIn(&items[i]) {
			word := r.reporter(m, words)
			for seq := range links[r.group(items[i].ID)] {
				word.only[seq] = true
			}
		}
	}
}

// reporter adds one reporter, once, and returns the words for what they are to the subject.
func (r *redactor) reporter(m map[string]any, words map[string]*person) *person {
	name, contact := nameIn(m), textIn(m, "contact")
	key := match.Key(name) + "\n" + match.Key(contact)
	if known := words[key]; known != nil {
		return known
	}
	unnamed := person{names: []string{name}, ruling: bound, exemption: ThirdParty,
		what:  unnamedWhat,
		label: labelThird, forms: match.ContactForms(contact)}
	if match.NamesSomebody(name) {
		unnamed.forms = append(unnamed.forms, match.Forms(name, r.subject)...)
	}
	word := unnamed
	r.put(&unnamed)
	for _, h := range r.finder.Find(name) {
		for _, p := range h.Who {
			if p.ask.Name != "" && p.reporterIs(name) {
				p.ruling, p.exemption, p.what, p.label = bound, ThirdParty, unnamedWhat, labelThird
			}
		}
	}
	word.forms, word.word, word.only, word.sought = relationForms(name), true, map[int]bool{}, false
	r.put(&word)
	words[key] = &word
	return &word
}

// reporterIs reports whether a phrase for a reporter, such as Bea Tarn (aunt) or Auntie Bea, names
// this person.
func (p *person) reporterIs(phrase string) bool {
	words := slices.DeleteFunc(match.Folded(phrase), func(w string) bool {
		return len(match.Relation(w)) > 0
	})
	bare := strings.Join(words, " ")
	return len(words) > 0 && slices.ContainsFunc(p.names, func(own string) bool {
		return match.Same(own, phrase) || match.Same(own, bare) ||
			len(words) == 1 && match.Folded(own)[0] == bare
	})
}

// relationForms returns the forms of each word in a phrase that says what somebody is to the
// subject.
func relationForms(phrase string) []match.Form {
	var out []match.Form
	for _, w := range match.Folded(phrase) {
		out = append(out, match.Relation(w)...)
	}
	return out
}

// linked returns, by the first version of each entry, the places in history of all its versions,
// and of the entries with a link to one of them.
func (r *redactor) linked(items []cases.Item) map[record.ID]map[int]bool {
	out := map[record.ID]map[int]bool{}
	note := func(id record.ID, seq int) {
		first := r.group(id)
		if out[first] == nil {
			out[first] = map[int]bool{}
		}
		out[first][seq] = true
	}
	for _, it := range items {
		note(it.ID, it.Seq)
		for _, to := range belongsTo(it.Entry) {
			note(to, it.Seq)
		}
	}
	return out
}

// unnamedWhat is the log's word for a reporter who is never named.
const unnamedWhat = "who asked not to be named"
