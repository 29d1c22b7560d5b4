package disclose

import (
	"slices"

	"casefile/internal/cases"
	"casefile/internal/match"
	"casefile/internal/record"
)

// How the log calls an address that must be kept from somebody, and how to reach somebody
// else.
const (
	protectedWhat = "a protected address"
	reachWhat     = "somebody's address, telephone or birthday"
)

// protected makes words of the addresses of a profile, and of how its people are reached:
// those that must be kept from somebody, and those of the family's own, go whatever was
// decided. The subject's own stays with the subject who asks.
func (r *redactor) protected(it *cases.Item) {
	own := it.Str("address")
	if r.hidden {
		r.put(secret(own))
	} else {
		r.put(&person{names: []string{own}, ruling: kept, forms: wholeAddress(own)})
	}
	for _, m := range it.Maps("people") {
		p := r.byName[match.Key(nameIn(m))]
		if p == nil {
			continue
		}
		address, reach := textIn(m, "address"), match.ReachForms(textIn(m, "contact"))
		shared, private := sameAddress(address, own), textIn(m, "agency") == ""
		guarded := r.guarded[match.Key(nameIn(m))] && m["address_protected"] != "no"
		switch {
		case guarded && !(shared && r.d.Own):
			r.put(secret(address))
		case private && !shared:
			r.put(reachOf(p, addressForms(address)))
		}
		if private {
			r.put(reachOf(p, reach))
		} else {
			r.seek(p, reach)
		}
	}
}

// wholeAddress returns the forms of an address, with the town that it is in.
func wholeAddress(s string) []match.Form {
	forms := addressForms(s)
	if forms == nil {
		return nil
	}
	return append(forms, match.TownForms(s)...)
}

func addressForms(s string) []match.Form {
	if s == record.Unknown {
		return nil
	}
	return match.AddressForms(s)
}

// secret returns an address that is kept from somebody, with the town that it is in.
func secret(address string) *person {
	return &person{names: []string{address}, ruling: bound, exemption: SeriousHarm,
		what: protectedWhat, label: labelWithheld, forms: wholeAddress(address)}
}

// reachOf returns how one of the family is reached, in these forms.
func reachOf(who *person, forms []match.Form) *person {
	out := &person{names: who.names, ruling: bound, forms: forms, exemption: ThirdParty,
		what: reachWhat, label: labelThird}
	if who.ruling == removed {
		out.exemption = who.exemption
	}
	return out
}

// sameAddress reports whether two addresses are of one home: each word of the shorter one is
// in the other, its figures among them.
func sameAddress(a, b string) bool {
	x, y := match.Folded(a), match.Folded(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	return len(x) > 0 && !slices.ContainsFunc(x, func(w string) bool {
		return !slices.Contains(y, w)
	})
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

// addressProtected reports whether a profile says that the address is kept from
// somebody today. One version that says so is enough.
func (r *redactor) addressProtected(it *cases.Item) bool {
	inForce := func(m map[string]any) bool {
		until, err := record.ParseDate(textIn(m, "until"))
		return err != nil || !until.Before(r.d.Today)
	}
	from := it.Maps("address_protected_from")
	return it.Kind == record.KindProfile && slices.ContainsFunc(from, inForce)
}
