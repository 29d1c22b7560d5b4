package disclose

import (
	"cmp"
	"slices"
	"strings"

	"casefile/internal/cases"
	"casefile/internal/match"
	"casefile/internal/record"
)

// standing is what was decided about somebody's name.
type standing int

const (
	undecided standing = iota
	kept
	removed
	bound // removed whatever was decided: an anonymous reporter, a protected address
)

// person is somebody whom the record names, or words that are treated so.
type person struct {
	name      string // as the record has it
	forms     []match.Form
	stands    standing
	exemption string
	what      string // for the log: a name, a protected address
	label     string // in the mark
}

// verdict is whose standing decides where a text names several people by one
// name: who must go decides over who may stay, and who is undecided over who was
// kept.
func verdict(people []*person) *person {
	return slices.MinFunc(people, func(a, b *person) int { return cmp.Compare(rank(a), rank(b)) })
}

func rank(p *person) int {
	return slices.Index([]standing{bound, removed, undecided, kept}, p.stands)
}

// finderOf looks for all of these people.
func finderOf(people []*person) *match.Finder[*person] {
	out := match.NewFinder[*person]()
	for _, p := range people {
		out.Seek(p, p.forms)
	}
	return out
}

// everybody gathers who is named: the subject and professionals, who stay, those
// whom decisions name, and all others, who are undecided. What a professional is:
// somebody with an agency, or one of the staff.
func (r *redactor) everybody(items []cases.Item) {
	for i := range items {
		if items[i].Kind == record.KindProfile {
			r.subjectNames(&items[i])
		}
	}
	for _, one := range r.d.Items {
		if one.Name != "" {
			r.decided(one)
		}
	}
	for _, name := range r.d.Named {
		r.add(name, kept, match.Forms(name, r.subject))
	}
	for i := range items {
		r.professionals(&items[i])
	}
	for i := range items {
		r.thirdParties(&items[i])
	}
	r.finder = finderOf(r.people)
	for i := range items {
		r.protected(&items[i])
		r.strangers(&items[i])
	}
}

func (r *redactor) subjectNames(it *cases.Item) {
	names := append([]string{it.Str("name"), it.Str("known_as")}, it.Strs("other_names")...)
	for _, name := range names {
		words := match.Folded(name)
		for _, w := range words {
			if !slices.Contains(r.subject, w) {
				r.subject = append(r.subject, w)
			}
		}
		if len(words) > 1 {
			r.put(&person{name: name, stands: kept, forms: match.Exactly(name)})
		}
	}
}

// decided takes a decision on a name; a later one on the same name stands.
func (r *redactor) decided(one Decision) {
	forms := append(match.PhraseForms(one.Name, r.subject), match.Forms(one.Name, r.subject)...)
	p := r.add(one.Name, kept, forms)
	if p == nil {
		return
	}
	p.stands, p.exemption = kept, ""
	if one.Do != DoKeep {
		p.stands, p.exemption = removed, one.Exemption
	}
}

// add notes somebody, unless the same name is there already.
func (r *redactor) add(name string, stands standing, forms []match.Form) *person {
	key := match.Key(name)
	if p := r.byName[key]; p != nil || len(forms) == 0 {
		return p
	}
	p := &person{name: strings.Join(strings.Fields(name), " "), stands: stands, forms: forms,
		what: "a name", label: labelThird}
	r.byName[key] = p
	r.put(p)
	return p
}

// put notes somebody whom no decision is looked up for.
func (r *redactor) put(p *person) { r.people = append(r.people, p) }

// agencyFields hold somebody with their agency, in lists or alone.
func agencyFields() []string {
	return []string{"people", "referrer", "receiver", "decided_by", "to", "from", "joint_with",
		"attended_by", "sources"}
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
			r.add(name, stands, match.Forms(name, r.subject))
		}
		if words := match.Folded(agency); len(words) > 1 {
			// By its whole name alone: Mill Lane Primary is no Mill.
			r.add(agency, kept, match.Exactly(agency))
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
	if it.Kind == record.KindProfile {
		for _, m := range it.Maps("people") {
			if name := nameIn(m); name != "" {
				r.add(name, undecided, match.Forms(name, r.subject))
			}
			r.contact(m)
		}
	}
	for _, words := range phrases(string(it.Text)) {
		r.add(words, undecided, match.PhraseForms(words, r.subject))
	}
	for _, v := range scalarsOf(it) {
		for _, words := range phrases(v) {
			r.add(words, undecided, match.PhraseForms(words, r.subject))
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
	for _, field := range []string{"witnesses", "with", "who", "attended", "apologies",
		"those_at_risk", "told", "delivered_by"} {
		for _, s := range it.Strs(field) {
			r.stranger(s)
		}
	}
	if it.Kind == record.KindDeath {
		r.stranger(it.Str("name"))
	}
	for _, phrase := range match.Titled(string(it.Text)) {
		r.stranger(phrase)
	}
}

// stranger notes the names in a phrase that nobody so far has.
func (r *redactor) stranger(phrase string) {
	known := map[int]bool{} // by where a word begins
	words := match.Words(phrase)
	for _, h := range r.finder.Find(phrase) {
		for _, w := range words {
			if w.From >= h.From && w.From < h.To {
				known[w.From] = true
			}
		}
	}
	name := match.NameWithout(phrase, func(w match.Word) bool {
		return known[w.From] || slices.Contains(r.subject, w.Stem())
	})
	if name != "" {
		r.add(name, undecided, match.Forms(name, r.subject))
	}
}
