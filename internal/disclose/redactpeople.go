package disclose

import (
	"slices"
	"strings"

	"casefile/internal/cases"
)

// everybody gathers who is named: the subject and professionals, who stay, those
// whom decisions name, and all others, who are undecided. What a professional is:
// somebody with an agency, or one of the staff.
func (r *redactor) everybody(items []cases.Item) {
	for i := range items {
		if items[i].Kind == "profile" {
			r.subjectNames(&items[i])
		}
	}
	for _, one := range r.d.Items {
		if one.Name != "" {
			r.decided(one)
		}
	}
	for _, name := range r.d.Staff {
		r.add(name, kept, formsOf(name, r.subject))
	}
	for i := range items {
		r.professionals(&items[i])
	}
	for i := range items {
		r.thirdParties(&items[i])
	}
	r.byWord, r.runs = index(r.people), runsOf(r.people)
	for i := range items {
		r.protected(&items[i])
		r.strangers(&items[i])
	}
}

func (r *redactor) subjectNames(it *cases.Item) {
	names := append([]string{it.Str("name"), it.Str("known_as")}, it.Strs("other_names")...)
	for _, name := range names {
		for _, w := range wordsOf(name) {
			if !slices.Contains(r.subject, w.text) {
				r.subject = append(r.subject, w.text)
			}
		}
		if len(wordsOf(name)) > 1 {
			r.put(&person{name: name, stands: kept, forms: [][]string{texts(wordsOf(name))}})
		}
	}
}

// decided takes a decision on a name; a later one on the same name stands.
func (r *redactor) decided(one Decision) {
	p := r.add(one.Name, kept, append(phraseForms(one.Name, r.subject), formsOf(one.Name, r.subject)...))
	if p == nil {
		return
	}
	p.stands, p.exemption = kept, ""
	if one.Do != DoKeep {
		p.stands, p.exemption = removed, one.Exemption
	}
}

// add notes somebody, unless the same name is there already.
func (r *redactor) add(name string, stands standing, forms [][]string) *person {
	key := strings.Join(texts(wordsOf(name)), " ")
	if p := r.byName[key]; p != nil || len(forms) == 0 {
		return p
	}
	p := &person{name: strings.Join(strings.Fields(name), " "), stands: stands, forms: forms, what: "a name", label: labelThird}
	r.byName[key] = p
	r.put(p)
	return p
}

// put notes somebody whom no decision is looked up for.
func (r *redactor) put(p *person) { r.people = append(r.people, p) }

// agencyFields hold somebody with their agency, in lists or alone.
func agencyFields() []string {
	return []string{"people", "referrer", "receiver", "decided_by", "to", "from", "joint_with", "attended_by", "sources"}
}

func (r *redactor) professionals(it *cases.Item) {
	stands := kept
	if r.d.EachProfessional {
		stands = undecided
	}
	for _, m := range namedIn(it) {
		name := nameIn(m)
		agency, _ := m["agency"].(string)
		if agency != "" && name != "" && !r.notToBeNamed(it) {
			r.add(name, stands, formsOf(name, r.subject))
		}
		if words := texts(wordsOf(agency)); len(words) > 1 {
			r.add(agency, kept, [][]string{words}) // by its whole name alone: Mill Lane Primary is no Mill
		}
	}
}

// namedIn are the values that name somebody together with an agency or not.
func namedIn(it *cases.Item) []map[string]any {
	var out []map[string]any
	for _, field := range agencyFields() {
		out = append(out, it.Maps(field)...)
	}
	for _, s := range it.Sources {
		out = append(out, map[string]any{"name": s.Who, "agency": s.Agency, "source": true})
	}
	return out
}

func nameIn(m map[string]any) string {
	for _, key := range []string{"name", "person"} {
		if s, _ := m[key].(string); s != "" {
			return s
		}
	}
	return ""
}

// notToBeNamed reports whether who told it asked not to be named, in whichever
// version says so.
func (r *redactor) notToBeNamed(it *cases.Item) bool { return r.unnamed[r.group(it.ID)] }

// thirdParties are the people in the profile, and all whom a mark names.
func (r *redactor) thirdParties(it *cases.Item) {
	if it.Kind == "profile" {
		for _, m := range it.Maps("people") {
			if name := nameIn(m); name != "" {
				r.add(name, undecided, formsOf(name, r.subject))
			}
			r.contact(m)
		}
	}
	for _, words := range phrases(string(it.Text)) {
		r.add(words, undecided, phraseForms(words, r.subject))
	}
	for _, v := range scalarsOf(it) {
		for _, words := range phrases(v) {
			r.add(words, undecided, phraseForms(words, r.subject))
		}
	}
	if r.notToBeNamed(it) {
		r.anonymousReporter(it)
	}
}

// strangers are people whom no profile and no mark names: in fields for people,
// and behind a title anywhere.
func (r *redactor) strangers(it *cases.Item) {
	for _, m := range namedIn(it) {
		if agency, _ := m["agency"].(string); agency == "" {
			r.stranger(nameIn(m))
		}
	}
	for _, field := range []string{"witnesses", "with", "who", "attended", "apologies", "those_at_risk", "told", "delivered_by"} {
		for _, s := range it.Strs(field) {
			r.stranger(s)
		}
	}
	if it.Kind == "death" {
		r.stranger(it.Str("name"))
	}
	text := string(it.Text)
	words := wordsOf(text)
	for i := 1; i < len(words); i++ {
		if title(words[i-1].text) && words[i].capital && !common(words[i].text) {
			r.stranger(text[words[i-1].from:words[i].to])
		}
	}
}

// stranger notes the names in a phrase that nobody so far has.
func (r *redactor) stranger(phrase string) {
	words := wordsOf(phrase)
	known := map[int]bool{} // by where a word begins
	for _, h := range r.hits(words) {
		for _, w := range words[h.from:h.to] {
			known[w.from] = true
		}
	}
	var unknown []word
	for _, w := range nameTokens(words) {
		acronym := len(w.text) > 1 && strings.ToUpper(phrase[w.from:w.to]) == phrase[w.from:w.to]
		if !acronym && !month(w.text) && !slices.Contains(r.subject, stem(w.text)) && !known[w.from] {
			unknown = append(unknown, w)
		}
	}
	if len(unknown) > 0 {
		name := strings.Join(raw(phrase, unknown), " ")
		if title(words[0].text) {
			name = phrase
		}
		r.add(name, undecided, formsOf(name, r.subject))
	}
}
