package cases

import (
	"slices"
	"strings"

	"casefile/internal/match"
	"casefile/internal/record"
)

// KnownAs holds the facts of a case by which two cases are compared.
type KnownAs struct {
	Profile    bool               `json:",omitempty"` // there is one
	Names      []string           `json:",omitempty"` // that it gives
	Born       record.Date        `json:",omitzero"`
	References []record.Reference `json:",omitempty"`
	// whom concerns are about, where there is no profile
	About []string `json:",omitempty"`
}

func (c *Case) knownAs() KnownAs {
	if p := c.Subject.Profile; p != nil {
		return KnownAs{true, namesOf(p.Entry), c.Subject.Born, p.References, nil}
	}
	var k KnownAs
	for _, n := range c.Concerns {
		k.About = append(k.About, n.Entry.Str("about"))
	}
	return k
}

// similarities lists the signs that a new profile and a case are about the same child: a name
// in any of its forms, a date of birth, or another agency's number for the case. The list is
// empty where there is no sign. The policy template asks for records collated in one place.
//
// An address or a telephone number is no sign. Brothers and sisters share them, and so does
// everybody in a children's home. People who are asked too often stop reading the question.
func (k KnownAs) similarities(profile *record.Entry) []string {
	if !k.Profile {
		return k.concernSimilarities(profile)
	}
	var out []string
	if oneChild(k.Names, namesOf(profile)) {
		out = append(out, "the same name")
	}
	if born := profile.Date("date_of_birth"); !born.IsZero() && born == k.Born {
		out = append(out, "the same date of birth")
	}
	for _, r := range profile.References {
		if slices.ContainsFunc(k.References, func(o record.Reference) bool {
			return sameReference(o, r)
		}) {
			out = append(out, "the reference "+r.Agency+" "+r.Number)
		}
	}
	return out
}

// enoughOfNumber is the length in letters and digits from which a number alone tells one child. The
// same agency is written in many ways. Shorter numbers count with their agency.
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

// concernSimilarities looks where there is no profile yet, as in a case that began with
// a concern: whom its concerns are about is then all that names the child.
func (k KnownAs) concernSimilarities(profile *record.Entry) []string {
	names := namesOf(profile)
	for _, about := range k.About {
		if oneChild([]string{about}, names) {
			return []string{"a concern about the same name"}
		}
	}
	return nil
}

// oneChild reports whether one of some names may be one of others. Either may be a phrase, as
// whom a concern is about.
func oneChild(some, others []string) bool {
	says := func(names []string) func(string) bool {
		return func(phrase string) bool { return inFull(phrase, names) }
	}
	return sameName(some, others) ||
		slices.ContainsFunc(some, says(others)) || slices.ContainsFunc(others, says(some))
}

// inFull reports whether a phrase says one of some names beside other words. A first name
// or a surname alone is too little.
func inFull(phrase string, names []string) bool {
	f := match.NewFinder[string]()
	for _, name := range names {
		f.Seek(name, match.Forms(name, nil))
	}
	return slices.ContainsFunc(f.Find(phrase), func(h match.Hit[string]) bool {
		said := phrase[h.From:h.To]
		return len(strings.Fields(said)) > 1 && sameName([]string{said}, h.Who)
	})
}

// namesOf returns the subject's names that are known.
func namesOf(profile *record.Entry) []string {
	names := append(profile.Strs("other_names"), profile.Str("name"), profile.Str("known_as"))
	return slices.DeleteFunc(names, func(name string) bool {
		return name == "" || name == record.Unknown
	})
}
