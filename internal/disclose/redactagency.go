package disclose

import (
	"slices"

	"casefile/internal/cases"
	"casefile/internal/match"
)

// members notes the agency's own people. Whom the case names by their ID stay, unless one of
// the family has the same name; all others are proposed.
func (r *redactor) members() {
	for _, name := range r.d.Named {
		if p := r.person(name, whyUnmarked); !r.kinCalled(name) {
			p.ruling = kept
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

// atAgency returns whom a name is of that stands beside an agency: A. Lind is Ann Lind, unless the
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

// tableOf returns the agency whose table an entry was taken from; "" where it came in another way.
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

// namedIn returns the values that name somebody together with an agency or not.
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
