package disclose

import (
	"slices"

	"casefile/internal/cases"
	"casefile/internal/match"
	"casefile/internal/record"
)

// The log's words for a protected address, and for other ways to reach a person.
const (
	protectedWhat = "a protected address"
	reachWhat     = "somebody's address, telephone or birthday"
)

// protected adds a profile's addresses and contacts as words to remove. Protected addresses, and
// the family's own addresses and contacts, are removed whatever was decided. The subject's own
// address stays if the subject asks.
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
		address, reach := textIn(m, "address"), match.ContactForms(textIn(m, "contact"))
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

// wholeAddress returns the forms of an address, with its town.
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

// secret returns a protected address, with its town, as words to remove.
func secret(address string) *person {
	return &person{names: []string{address}, ruling: bound, exemption: SeriousHarm,
		what: protectedWhat, label: labelWithheld, forms: wholeAddress(address)}
}

// reachOf returns the forms of a family member's contacts as words to remove.
func reachOf(who *person, forms []match.Form) *person {
	out := &person{names: who.names, ruling: bound, forms: forms, exemption: ThirdParty,
		what: reachWhat, label: labelThird}
	if who.ruling == removed {
		out.exemption = who.exemption
	}
	return out
}

// sameAddress reports whether two addresses are of one home: the longer one has each word and
// number of the shorter one.
func sameAddress(a, b string) bool {
	x, y := match.Folded(a), match.Folded(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	return len(x) > 0 && !slices.ContainsFunc(x, func(w string) bool {
		return !slices.Contains(y, w)
	})
}

// guard notes the people whose own address a profile protects. A later profile that does not
// mention the protection does not end it.
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

// addressProtected reports whether a profile protects the address from anybody today. One version
// that says so is enough.
func (r *redactor) addressProtected(it *cases.Item) bool {
	inForce := func(m map[string]any) bool {
		until, err := record.ParseDate(textIn(m, "until"))
		return err != nil || !until.Before(r.d.Today)
	}
	from := it.Maps("address_protected_from")
	return it.Kind == record.KindProfile && slices.ContainsFunc(from, inForce)
}
