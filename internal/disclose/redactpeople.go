package disclose

import (
	"slices"
	"strings"

	"casefile/internal/cases"
	"casefile/internal/match"
	"casefile/internal/record"
)

// ruling is the decision about somebody's name.
type ruling int

const (
	undecided ruling = iota
	kept
	removed
	bound // removed whatever was decided: an anonymous reporter, a protected address
)

// person is a person whom the record names, or words that are treated so.
type person struct {
	names     []string // as the record has them, first the one for the question
	forms     []match.Form
	ruling    ruling
	until     int // the last entry for which a keep holds; 0 = all
	exemption string
	what      string       // for the log: a name, a protected address
	label     string       // in the mark
	ask       Question     // the question while undecided, without passages
	kin       bool         // in a profile, without an agency
	relation  string       // to the subject
	word      bool         // no name: what somebody is to the subject, such as auntie
	sought    bool         // known to the finder
	met       bool         // found in a text that was copied
	only      map[int]bool // the entries to which it applies, by place in history; nil: all
}

// rulingIn returns the ruling for an entry. A keep holds only for entries recorded before it.
func (p *person) rulingIn(seq int) ruling {
	if p.only != nil && !p.only[seq] {
		return kept
	}
	if p.ruling == kept && p.until > 0 && seq > p.until {
		return undecided
	}
	return p.ruling
}

// verdict returns the person whose ruling counts if a text names several people by one name. A
// removed person counts before a kept one, and an undecided one before a kept one.
func verdict(people []*person, seq int) *person {
	rank := func(p *person) int {
		return slices.Index([]ruling{bound, removed, undecided, kept}, p.rulingIn(seq))
	}
	return slices.MinFunc(people, func(a, b *person) int { return rank(a) - rank(b) })
}

// everybody collects all named people, and the decisions about them: the subject, people in
// profiles, members, professionals, and people named by a decision, a mark or a text.
func (r *redactor) everybody(items []cases.Item) {
	profiles := slices.DeleteFunc(slices.Clone(items), func(it cases.Item) bool {
		return it.Kind != record.KindProfile
	})
	for i := range profiles {
		r.subjectOf(&profiles[i])
	}
	for i := range profiles {
		for _, m := range profiles[i].Maps("people") {
			r.inProfile(m)
		}
	}
	r.members()
	for i := range items {
		r.professionals(&items[i])
	}
	for _, one := range r.d.Items {
		r.decided(one)
	}
	for i := range profiles {
		r.protected(&profiles[i])
	}
	for i := range items {
		r.marked(&items[i])
	}
	r.reporters(items)
	r.officesStay()
	r.strangers(items)
	for _, p := range slices.Clone(r.people) {
		r.byRelation(p)
	}
}

// subjectOf adds the subject, who is kept.
func (r *redactor) subjectOf(it *cases.Item) {
	for _, name := range namesIn(it.Fields) {
		for _, w := range match.Folded(name) {
			if !slices.Contains(r.subject, w) {
				r.subject = append(r.subject, w)
			}
		}
		r.put(&person{names: []string{name}, ruling: kept, forms: match.Forms(name, nil)})
	}
	for _, field := range []string{"languages", "religion", "ethnicity", "school", "gender"} {
		for _, words := range it.Strs(field) {
			r.nobody(words)
		}
	}
}

// namesIn returns all names that a profile gives the subject, or one of the people.
func namesIn(m map[string]any) []string {
	var out []string
	add := func(v any) {
		if s, _ := v.(string); s != "" && s != record.Unknown && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	add(m["name"])
	add(m["known_as"])
	others, ok := m["other_names"].([]any)
	if !ok {
		others = []any{m["other_names"]}
	}
	for _, v := range others {
		add(v)
	}
	return out
}

// nobody notes words that name no person, and are not asked about: an agency, a language.
// officesStay decides whether they stay, once all people are known.
func (r *redactor) nobody(words string) {
	if key := match.Key(words); words != record.Unknown && r.noPerson[key] == "" {
		r.noPerson[key] = words
	}
}

// inProfile adds a person of a profile. The same name in another profile is the same person, who is
// kin if one profile says so.
func (r *redactor) inProfile(m map[string]any) {
	names := namesIn(m)
	if len(names) == 0 {
		return
	}
	agency, _ := m["agency"].(string)
	p := r.person(names[0], whyUnmarked)
	r.alsoCalled(p, names...)
	if relation, _ := m["relation"].(string); relation != "" {
		p.relation = relation
	}
	if agency == "" {
		p.kin = true
		return
	}
	r.professional(p, agency, p.relation)
}

// Reasons for a question.
const (
	whyUnmarked = "named without a mark, and nobody has decided"
	whyNobody   = "a name that nobody of the record has"
)

// person returns the person with a name, or adds a new, undecided one.
func (r *redactor) person(name, why string) *person {
	if p := r.byName[match.Key(name)]; p != nil {
		return p
	}
	shown := strings.Join(strings.Fields(name), " ")
	p := &person{what: "a name", label: labelThird,
		ask: Question{What: AskPerson, Name: shown, Why: why}}
	r.alsoCalled(p, name)
	r.put(p)
	return p
}

// alsoCalled gives somebody further names.
func (r *redactor) alsoCalled(p *person, names ...string) {
	for _, name := range names {
		key := match.Key(name)
		if r.byName[key] == nil {
			r.byName[key] = p
		}
		if !slices.Contains(p.names, name) {
			p.names = append(p.names, name)
			r.seek(p, match.Forms(name, r.subject))
		}
	}
}

// put adds a person, or words that are treated so.
func (r *redactor) put(p *person) {
	if len(p.forms) == 0 && p.ask.Name == "" {
		return
	}
	p.sought = true
	r.people = append(r.people, p)
	r.finder.Seek(p, p.forms)
	if p.ruling == bound && !p.word {
		r.bounds.Seek(p, p.forms)
	}
}

// seek adds forms of a person's name.
func (r *redactor) seek(p *person, forms []match.Form) {
	p.forms = append(p.forms, forms...)
	if p.sought {
		r.finder.Seek(p, forms)
	}
}

// byRelation also removes the word for what a removed person is to the subject.
func (r *redactor) byRelation(p *person) {
	if forms := match.Relation(p.relation); p.ruling >= removed && len(forms) > 0 {
		word := *p
		word.forms, word.word = forms, true
		r.put(&word)
	}
}

// decided applies a decision about a name. A later one about the same name replaces it.
func (r *redactor) decided(one Decision) {
	if one.Name == "" {
		return
	}
	p := r.byName[match.Key(one.Name)]
	if p == nil {
		p = r.person(one.Name, whyUnmarked)
		r.seek(p, decidedForms(one.Name, r.subject))
	}
	p.ruling, p.until, p.exemption = kept, one.Seq, ""
	if one.Do != DoKeep {
		p.ruling, p.until, p.exemption = removed, 0, one.Exemption
	}
}

// decidedForms returns the forms of a decision's words in a text: as a name, a number or an
// address; if there is none, exactly these words.
func decidedForms(words string, notAlone []string) []match.Form {
	out := append(match.PhraseForms(words, notAlone), match.ContactForms(words)...)
	if strings.ContainsAny(words, "0123456789") {
		out = append(out, match.AddressForms(words)...)
	}
	if len(out) == 0 {
		out = match.Exactly(words)
	}
	return out
}
