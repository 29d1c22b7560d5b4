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

// person is somebody whom the record names, or words that are treated so.
type person struct {
	names     []string // as the record has them, the one that is asked about first
	forms     []match.Form
	ruling    ruling
	until     int // the last entry for which a keep holds; 0 = all
	exemption string
	what      string       // for the log: a name, a protected address
	label     string       // in the mark
	ask       Question     // what is asked while nobody has decided, without its places
	kin       bool         // of a profile, and of no agency
	relation  string       // to the subject
	word      bool         // not a name: what somebody is to the subject, as auntie
	sought    bool         // by the finder
	met       bool         // in a text of which a copy was made
	only      map[int]bool // the places in the history of the entries that it is about; nil: all
}

// rulingIn returns what is decided for an entry: a keep holds for what was recorded before it.
func (p *person) rulingIn(seq int) ruling {
	if p.only != nil && !p.only[seq] {
		return kept
	}
	if p.ruling == kept && p.until > 0 && seq > p.until {
		return undecided
	}
	return p.ruling
}

// verdict is whose ruling decides where a text names several people by one name: who must
// go decides over who may stay, and who is undecided over who was kept.
func verdict(people []*person, seq int) *person {
	rank := func(p *person) int {
		return slices.Index([]ruling{bound, removed, undecided, kept}, p.rulingIn(seq))
	}
	return slices.MinFunc(people, func(a, b *person) int { return rank(a) - rank(b) })
}

// everybody gathers who is named, and what was decided about them: the subject, the people of
// the profiles, members, professionals, whoever a decision, a mark or a text names besides.
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

// subjectOf notes the subject, who stays.
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

// nobody notes words that name no person, and so are not asked about: an agency, a language.
// Whether they stay is known once everybody is (officesStay).
func (r *redactor) nobody(words string) {
	if key := match.Key(words); words != record.Unknown && r.noPerson[key] == "" {
		r.noPerson[key] = words
	}
}

// inProfile notes one of the people of a profile. The same name in another profile is the same
// person, who is kin if one profile says so.
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

// Why somebody is asked about.
const (
	whyUnmarked = "named without a mark, and nobody has decided"
	whyNobody   = "a name that nobody of the record has"
)

// person is whoever has a name already, or somebody new, about whom nobody has decided.
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

// put notes somebody, or words that are treated so.
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

// seek makes more forms of somebody's name known.
func (r *redactor) seek(p *person, forms []match.Form) {
	p.forms = append(p.forms, forms...)
	if p.sought {
		r.finder.Seek(p, forms)
	}
}

// byRelation has somebody who goes gone by the word for what they are to the subject, too.
func (r *redactor) byRelation(p *person) {
	if forms := match.Relation(p.relation); p.ruling >= removed && len(forms) > 0 {
		word := *p
		word.forms, word.word = forms, true
		r.put(&word)
	}
}

// decided takes a decision on a name; a later one on the same name stands.
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

// decidedForms returns how a text may have the words of a decision: as a name, a number, an
// address, and at least just as they stand.
func decidedForms(words string, notAlone []string) []match.Form {
	out := append(match.PhraseForms(words, notAlone), match.ReachForms(words)...)
	if strings.ContainsAny(words, "0123456789") {
		out = append(out, match.AddressForms(words)...)
	}
	if len(out) == 0 {
		out = match.Exactly(words)
	}
	return out
}
