package disclose

import (
	"slices"

	"casefile/internal/cases"
	"casefile/internal/match"
)

// members adds the agency's own people. Members whom the case names by their ID stay, unless one of
// the family has the same name. For all other members the proposal is to keep them.
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

// kinCalled reports whether one of the family has a name, perhaps in another spelling.
func (r *redactor) kinCalled(name string) bool {
	return slices.ContainsFunc(r.people, func(p *person) bool {
		same := func(own string) bool { return match.Same(own, name) }
		return p.kin && slices.ContainsFunc(p.names, same)
	})
}

// professional notes a person's agency and role, and proposes to keep the person. It never proposes
// that for the family, even if they have an agency.
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

// agencyFields returns the fields that name a person with their agency, in lists or alone.
func agencyFields() []string {
	return []string{"people", "receiver", "decided_by", "to", "from", "joint_with", "attended_by",
		"who"}
}

// professionals notes the people whom an entry names with an agency or a role, and the agencies.
func (r *redactor) professionals(it *cases.Item) {
	for _, m := range namedIn(it) {
		agency, role, name := textIn(m, "agency"), textIn(m, "role"), nameIn(m)
		r.nobody(agency)
		if agency != "" && agency == tableOf(it) {
			agency = "" // it names the owner of the table, not the employer of each source
		}
		reporter := m["reporter"] == true && r.notToBeNamed(it)
		if name == "" || reporter || agency == "" && role == "" {
			continue
		}
		p := r.atAgency(name)
		if p == nil {
			r.nobody(name) // such as the office of a school
			continue
		}
		r.professional(p, agency, role)
		if !p.kin {
			r.seek(p, match.ContactForms(textIn(m, "contact")))
		}
	}
	for _, ref := range it.References {
		r.nobody(ref.Agency)
	}
}

// atAgency returns the person of a name that is beside an agency: A. Lind is Ann Lind, unless Ann
// Lind is of the family. It returns nil if the name is nobody's.
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

// tableOf returns the agency from whose table an entry was taken; "" for other entries.
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

// namedIn returns the values that name a person, with or without an agency.
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

// notToBeNamed reports whether the entry's reporter asked not to be named, in any version.
func (r *redactor) notToBeNamed(it *cases.Item) bool { return r.unnamed[r.group(it.ID)] }
