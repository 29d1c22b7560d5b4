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
func (c *Case) likeness(profile *record.Entry) []string {
	if c.Subject.Profile == nil {
		return c.likeConcern(profile)
	}
	theirs := c.Subject.Profile.Entry
	var out []string
	known := map[string]bool{}
	for _, name := range namesOf(theirs) {
		known[name] = true
	}
	if slices.ContainsFunc(namesOf(profile), func(name string) bool { return known[name] }) {
		out = append(out, "the same name")
	}
	if born := profile.Date("date_of_birth"); !born.IsZero() && born == c.Subject.Born {
		out = append(out, "the same date of birth")
	}
	numbers := map[record.Reference]bool{}
	for _, r := range theirs.References {
		numbers[joinedReference(r)] = true
	}
	for _, r := range profile.References {
		if numbers[joinedReference(r)] {
			out = append(out, "the reference "+r.Agency+" "+r.Number)
		}
	}
	return out
}

// joinedReference is the same for two references that two people wrote differently.
func joinedReference(r record.Reference) record.Reference {
	return record.Reference{Agency: match.Joined(r.Agency), Number: match.Joined(r.Number)}
}

// likeConcern looks where there is no profile yet, as in a case that began with
// a concern: whom its concerns are about is then all that names the child.
func (c *Case) likeConcern(profile *record.Entry) []string {
	names := namesOf(profile)
	for _, n := range c.Concerns {
		if about := match.Joined(n.Entry.Str("about")); slices.Contains(names, about) {
			return []string{"a concern about the same name"}
		}
	}
	return nil
}

// namesOf are the subject's names, as match joins them: two people write a name
// with and without its accents, hyphens and blanks.
func namesOf(profile *record.Entry) []string {
	var out []string
	names := append(profile.Strs("other_names"), profile.Str("name"), profile.Str("known_as"))
	for _, name := range names {
		if name = match.Joined(name); name != "" && name != record.Unknown {
			out = append(out, name)
		}
	}
	return out
}
