package disclose

import (
	"maps"
	"slices"
	"strings"

	"casefile/internal/cases"
	"casefile/internal/match"
	"casefile/internal/record"
)

// members notes the agency's own people. Whom the case names by their ID stay, unless one of
// the family has the same name; all others are proposed.
func (r *redactor) members() {
	for _, name := range r.d.Named {
		if p := r.person(name, whyUnmarked); !r.kinCalled(name) {
			p.stands = kept
		}
	}
	for _, name := range r.d.Team {
		if p := r.person(name, whyUnmarked); !p.kin {
			r.professional(p, "", "in the team")
		}
	}
}

// kinCalled reports whether somebody of the family has a name, as another may have written it.
func (r *redactor) kinCalled(name string) bool {
	return slices.ContainsFunc(r.people, func(p *person) bool {
		same := func(own string) bool { return match.Same(own, name) }
		return p.kin && slices.ContainsFunc(p.names, same)
	})
}

// professional notes what somebody is, who is therefore proposed to stay. One of the family is
// never proposed, whatever is said of an agency.
func (r *redactor) professional(p *person, agency, role string) {
	if p.ask.Agency == "" {
		p.ask.Agency = agency
	}
	if p.ask.Role == "" {
		p.ask.Role = role
	}
	p.ask.Propose = ""
	if !p.kin && !r.d.EachProfessional {
		p.ask.Propose = DoKeep
	}
}

// agencyFields hold somebody with their agency, in lists or alone.
func agencyFields() []string {
	return []string{"people", "receiver", "decided_by", "to", "from", "joint_with", "attended_by",
		"who"}
}

// professionals notes whom an entry names together with an agency or a role, and agencies.
func (r *redactor) professionals(it *cases.Item) {
	for _, m := range namedIn(it) {
		agency, role, name := textIn(m, "agency"), textIn(m, "role"), nameIn(m)
		r.nobody(agency)
		if agency != "" && agency == tableOf(it) {
			agency = "" // whose table it is, and not where each of its sources works
		}
		reporter := m["reporter"] == true && r.notToBeNamed(it)
		if name == "" || reporter || agency == "" && role == "" {
			continue
		}
		p := r.atAgency(name)
		if p == nil {
			r.nobody(name) // the office of a school
			continue
		}
		r.professional(p, agency, role)
		if !p.kin {
			r.seek(p, match.ReachForms(textIn(m, "contact")))
		}
	}
	for _, ref := range it.References {
		r.nobody(ref.Agency)
	}
}

// atAgency is whom a name is of that stands beside an agency: A. Lind is Ann Lind, unless the
// family has her. Nil where it names nobody.
func (r *redactor) atAgency(name string) *person {
	if p := r.byName[match.Key(name)]; p != nil {
		return p
	}
	if !match.NamesSomebody(name) {
		return nil
	}
	same := func(own string) bool { return match.Same(own, name) }
	for _, h := range r.finder.Find(name) {
		for _, p := range h.Who {
			if p.ask.Propose == DoKeep && !p.kin && slices.ContainsFunc(p.names, same) {
				r.alsoCalled(p, name)
				return p
			}
		}
	}
	return r.person(name, whyUnmarked)
}

// tableOf is the agency whose table an entry was taken from; "" where it came in another way.
func tableOf(it *cases.Item) string {
	if len(it.Origin) == 0 || it.Origin[0].Row == 0 {
		return ""
	}
	return it.Origin[0].Agency
}

func textIn(m map[string]any, key string) string {
	s, _ := m[key].(string)
	return s
}

// namedIn are the values that name somebody together with an agency or not.
func namedIn(it *cases.Item) []map[string]any {
	out := reportersIn(it)
	for _, field := range agencyFields() {
		out = append(out, it.Maps(field)...)
	}
	return out
}

func nameIn(m map[string]any) string {
	for _, key := range []string{"name", "person"} {
		if s := textIn(m, key); s != "" {
			return s
		}
	}
	return ""
}

// notToBeNamed reports whether who told it asked not to be named, in whichever
// version says so.
func (r *redactor) notToBeNamed(it *cases.Item) bool { return r.unnamed[r.group(it.ID)] }

// reporterFields say who told something.
func reporterFields() []string { return []string{"sources", "referrer", "for"} }

// reportersIn are the values that say who told an entry, each with reporter: true.
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

// anonymousReporter is never named in a copy, whatever was decided. One of a profile goes as
// whoever is removed does: by each name, and by the word for what they are to the subject.
// Where a reporter is told by such a word (the aunt), it goes from the entry, and from those
// that have a link to it.
func (r *redactor) anonymousReporter(it *cases.Item) {
	for _, m := range reportersIn(it) {
		name := nameIn(m)
		forms := match.ReachForms(textIn(m, "contact"))
		if match.NamesSomebody(name) {
			forms = append(forms, match.Forms(name, r.subject)...)
		}
		r.put(&person{names: []string{name}, stands: bound, forms: forms, exemption: ThirdParty,
			what: unnamedWhat, label: labelThird})
		for _, p := range r.people {
			if p.ask.Name != "" && p.reporterIs(name) {
				p.stands, p.exemption, p.what, p.label = bound, ThirdParty, unnamedWhat, labelThird
			}
		}
		r.put(&person{names: []string{name}, stands: bound, forms: relationForms(name), word: true,
			only: r.beside(it), exemption: ThirdParty, what: unnamedWhat, label: labelThird})
	}
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

// relationForms are those of each word of a phrase that says what somebody is to the subject.
func relationForms(phrase string) []match.Form {
	var out []match.Form
	for _, w := range match.Folded(phrase) {
		out = append(out, match.Relation(w)...)
	}
	return out
}

// beside are the places in the history of all versions of an entry, and of those that have a
// link to one of them.
func (r *redactor) beside(it *cases.Item) map[int]bool {
	out := map[int]bool{}
	same := func(id record.ID) bool { return r.group(id) == r.group(it.ID) }
	for _, o := range r.items {
		if same(o.ID) || slices.ContainsFunc(belongsTo(o.Entry), same) {
			out[o.Seq] = true
		}
	}
	return out
}

// unnamedWhat is how the log calls who is never named.
const unnamedWhat = "who asked not to be named"
