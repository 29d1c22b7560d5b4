package disclose

import (
	"maps"
	"slices"
	"strings"

	"casefile/internal/cases"
	"casefile/internal/match"
	"casefile/internal/record"
)

// reporterFields say who told something.
func reporterFields() []string { return []string{"sources", "referrer", "for"} }

// reportersIn returns the values that say who told an entry, each with reporter: true.
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

// reporters notes who told something and asked not to be named. They are never named in a copy,
// whatever was decided. One of a profile goes as whoever is removed does: by each name, and by
// the word for what they are to the subject. Where a reporter is told by such a word (the
// aunt), it goes from the entry, and from those that have a link to it.
func (r *redactor) reporters(items []cases.Item) {
	links := r.linked(items)
	words := map[string]*person{} // by what is said of who told it
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

// reporter notes one of them, once, and gives the word by which they are told.
func (r *redactor) reporter(m map[string]any, words map[string]*person) *person {
	name, contact := nameIn(m), textIn(m, "contact")
	key := match.Key(name) + "\n" + match.Key(contact)
	if known := words[key]; known != nil {
		return known
	}
	unnamed := person{names: []string{name}, ruling: bound, exemption: ThirdParty,
		what:  unnamedWhat,
		label: labelThird, forms: match.ReachForms(contact)}
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

// reporterIs reports whether a phrase for who told it, such as Bea Tarn (aunt) or Auntie Bea, is
// somebody's name.
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

// relationForms returns those of each word of a phrase that says what somebody is to the subject.
func relationForms(phrase string) []match.Form {
	var out []match.Form
	for _, w := range match.Folded(phrase) {
		out = append(out, match.Relation(w)...)
	}
	return out
}

// linked are, by the first version of each entry, the places in the history of all its versions,
// and of the entries that have a link to one of them.
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

// unnamedWhat is how the log calls who is never named.
const unnamedWhat = "who asked not to be named"
