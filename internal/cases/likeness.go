package cases

import (
	"slices"
	"strings"

	"casefile/internal/record"
)

// Likeness says what a new profile and a case have in common that makes them
// perhaps the same child's: a name in any of its forms, a date of birth, a
// number under which another agency knows the case. None where nothing is.
// The policy template asks for records collated in one place.
func (c *Case) Likeness(profile *record.Entry) []string {
	if c.Subject.Profile == nil {
		return c.likeConcern(profile)
	}
	theirs := c.Subject.Profile.Entry
	var out []string
	for _, name := range namesOf(profile) {
		if slices.Contains(namesOf(theirs), name) {
			out = append(out, "the same name")
			break
		}
	}
	if born := profile.Date("date_of_birth"); !born.IsZero() && born == c.Subject.Born {
		out = append(out, "the same date of birth")
	}
	for _, r := range profile.References {
		if slices.ContainsFunc(theirs.References, func(o record.Reference) bool {
			return folded(o.Agency) == folded(r.Agency) && folded(o.Number) == folded(r.Number)
		}) {
			out = append(out, "the reference "+r.Agency+" "+r.Number)
		}
	}
	return out
}

// likeConcern looks where there is no profile yet, as in a case that began with
// a concern: whom its concerns are about is then all that names the child.
func (c *Case) likeConcern(profile *record.Entry) []string {
	for _, n := range c.Concerns {
		if about := folded(n.Entry.Str("about")); slices.Contains(namesOf(profile), about) {
			return []string{"a concern about the same name"}
		}
	}
	return nil
}

// namesOf are the subject's names, folded.
func namesOf(profile *record.Entry) []string {
	var out []string
	for _, name := range append(profile.Strs("other_names"), profile.Str("name"), profile.Str("known_as")) {
		if name = folded(name); name != "" && name != record.Unknown {
			out = append(out, name)
		}
	}
	return out
}

// folded is a text without what two people write differently: capitals,
// blanks, hyphens, apostrophes.
func folded(s string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \t-‐'’.", r) {
			return -1
		}
		return r
	}, s))
}
