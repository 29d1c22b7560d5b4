package disclose

import (
	"slices"

	"casefile/internal/cases"
	"casefile/internal/match"
	"casefile/internal/record"
)

// anonymousReporter is never named in a copy, whatever was decided.
func (r *redactor) anonymousReporter(it *cases.Item) {
	for _, m := range append(namedIn(it), map[string]any{"name": it.For}) {
		name := nameIn(m)
		if forms := match.Forms(name, r.subject); name != "" && match.NamesSomebody(name) {
			r.put(&person{name: name, stands: bound, forms: forms, exemption: ThirdParty,
				what: unnamedWhat, label: labelThird})
		}
	}
}

// protected makes words of each address that must be kept from somebody: they
// are left out whatever was decided.
func (r *redactor) protected(it *cases.Item) {
	if it.Kind != record.KindProfile {
		return
	}
	secret := person{exemption: SeriousHarm, what: protectedWhat, label: labelWithheld}
	if r.hidden {
		r.address(it.Str("address"), secret)
	}
	for _, m := range it.Maps("people") {
		s, _ := m["address"].(string)
		switch p := r.verdictOn(nameIn(m)); {
		case r.guarded[match.Key(nameIn(m))] && m["address_protected"] != "no":
			r.address(s, secret)
		case p != nil && p.stands >= removed && s != it.Str("address"):
			r.address(s, person{exemption: p.exemption, what: reachWhat, label: labelThird})
		}
	}
}

// guard notes whose own address a profile protects. Another profile that says nothing of it
// does not end that.
func (r *redactor) guard(it *cases.Item) {
	if it.Kind != record.KindProfile {
		return
	}
	for _, m := range it.Maps("people") {
		if m["address_protected"] == "yes" {
			r.guarded[match.Key(nameIn(m))] = true
		}
	}
}

// How the log calls who is never named, an address that must be kept from somebody,
// and how to reach somebody else.
const (
	unnamedWhat   = "who asked not to be named"
	protectedWhat = "a protected address"
	reachWhat     = "somebody's address, telephone or birthday"
)

// addressProtected reports whether a profile says that the address is kept from
// somebody today. One version that says so is enough.
func (r *redactor) addressProtected(it *cases.Item) bool {
	inForce := func(m map[string]any) bool {
		s, _ := m["until"].(string)
		until, err := record.ParseDate(s)
		return err != nil || !until.Before(r.d.Today)
	}
	return it.Kind == record.KindProfile && slices.ContainsFunc(it.Maps("address_protected_from"), inForce)
}

// address has an address left out as p says, whatever was decided.
func (r *redactor) address(s string, p person) {
	p.name, p.stands, p.forms = s, bound, match.AddressForms(s)
	if len(p.forms) > 0 && s != record.Unknown {
		r.put(&p)
	}
}

// contact makes words of how somebody who is no professional can be reached.
func (r *redactor) contact(m map[string]any) {
	s, _ := m["contact"].(string)
	agency, _ := m["agency"].(string)
	if forms := match.ReachForms(s); agency == "" && len(forms) > 0 {
		r.put(&person{name: s, stands: bound, forms: forms, exemption: ThirdParty,
			what: reachWhat, label: labelThird})
	}
}
