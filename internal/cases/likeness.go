package cases

import (
	"slices"

	"casefile/internal/match"
	"casefile/internal/record"
)

// likeness says what a new profile and a case have in common that makes them
// perhaps the same child's: a name in any of its forms, a date of birth, a
// number under which another agency knows the case. None where nothing is.
// The policy template asks for records collated in one place.
//
// An address or a telephone number makes nobody the same child: brothers and sisters share
// them, and so does everybody in a children's home. Who is asked each time soon reads no
// question any more.
func (c *Case) likeness(profile *record.Entry) []string {
	if c.Subject.Profile == nil {
		return c.likeConcern(profile)
	}
	theirs := c.Subject.Profile.Entry
	var out []string
	if sameName(namesOf(theirs), namesOf(profile)) {
		out = append(out, "the same name")
	}
	if born := profile.Date("date_of_birth"); !born.IsZero() && born == c.Subject.Born {
		out = append(out, "the same date of birth")
	}
	for _, r := range profile.References {
		if slices.ContainsFunc(theirs.References, func(o record.Reference) bool { return sameReference(o, r) }) {
			out = append(out, "the reference "+r.Agency+" "+r.Number)
		}
	}
	return out
}

// enoughOfNumber is from how many letters and digits on a number alone tells one child: an
// agency is written in too many ways. Shorter ones count with their agency.
const enoughOfNumber = 8

// sameReference reports whether two people may have written one number of one agency.
func sameReference(a, b record.Reference) bool {
	number := match.Joined(a.Number)
	return number != "" && number == match.Joined(b.Number) &&
		(len(number) >= enoughOfNumber || match.Joined(a.Agency) == match.Joined(b.Agency))
}

// sameName reports whether one of some names is one of others, as two people write it.
func sameName(some, others []string) bool {
	return slices.ContainsFunc(some, func(name string) bool {
		return slices.ContainsFunc(others, func(o string) bool { return match.Same(name, o) })
	})
}

// likeConcern looks where there is no profile yet, as in a case that began with
// a concern: whom its concerns are about is then all that names the child.
func (c *Case) likeConcern(profile *record.Entry) []string {
	names := namesOf(profile)
	for _, n := range c.Concerns {
		if about(n.Entry.Str("about"), names) {
			return []string{"a concern about the same name"}
		}
	}
	return nil
}

// about reports whether a phrase says one of some names: alone, or in full beside others.
// One name of several is too little.
func about(phrase string, names []string) bool {
	f := match.NewFinder[string]()
	for _, name := range names {
		f.Seek(name, match.Forms(name, nil))
	}
	inFull := func(h match.Hit[string]) bool { return sameName([]string{phrase[h.From:h.To]}, h.Who) }
	return sameName([]string{phrase}, names) || slices.ContainsFunc(f.Find(phrase), inFull)
}

// namesOf are the subject's names that are known.
func namesOf(profile *record.Entry) []string {
	names := append(profile.Strs("other_names"), profile.Str("name"), profile.Str("known_as"))
	return slices.DeleteFunc(names, func(name string) bool { return name == "" || name == record.Unknown })
}
