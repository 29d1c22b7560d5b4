package cases

import (
	"maps"
	"slices"
	"strings"
	"unicode"

	"casefile/internal/match"
	"casefile/internal/record"
)

// Shield covers in texts what a case must keep from somebody. While the subject's address is
// kept from anybody, that is each address that a profile ever gave, the former ones too: a
// newer profile may leave out the one that counts. Of people whose own address a profile
// protects, their addresses and how to reach them are covered.
//
// The names of agencies stay, although one may hold the name of a protected town.
type Shield struct {
	secrets  []secret
	agencies []string
	finder   *match.Finder[secret]
}

// secret is a text that is covered, or the name of an agency, which stays.
type secret struct {
	what string // what stands in its place; "" = it stays
	text string
}

// What stands in the place of what is covered: where it is the whole text, and within one.
const (
	CoveredWhole   = "protected: see the profile entry"
	CoveredAddress = "(protected address)"
	CoveredReach   = "(protected number)"
)

// Shield covers what this case protects now.
func (c *Case) Shield() *Shield { return c.shield }

// Shields cover what any of some cases protects, as where a page is about all of them.
func Shields(all ...*Shield) *Shield {
	out := &Shield{}
	for _, s := range all {
		if s != nil {
			out.secrets = append(out.secrets, s.secrets...)
			out.agencies = append(out.agencies, s.agencies...)
		}
	}
	return out.ready()
}

// Covers reports whether anything is to be covered.
func (s *Shield) Covers() bool { return s != nil && len(s.secrets) > 0 }

// Keeping is a shield that leaves the name of one more agency as it is.
func (s *Shield) Keeping(agency string) *Shield {
	if !s.Covers() {
		return s
	}
	return Shields(s, &Shield{agencies: []string{agency}})
}

// Cover puts words in the place of what must be kept from somebody.
func (s *Shield) Cover(text string) string {
	if !s.Covers() {
		return text
	}
	var out strings.Builder
	at, last := 0, ""
	for _, h := range s.finder.Find(text) {
		what := covering(h.Who)
		if what == "" {
			last = ""
			continue
		}
		if between := text[at:h.From]; what != last || tells(between) { // else it is the rest of one
			out.WriteString(strings.TrimRight(between, opening(text[h.From:h.To])) + what)
		}
		at, last = h.To, what
	}
	if at == 0 {
		return text
	}
	out.WriteString(text[at:])
	if covered := out.String(); tells(strings.ReplaceAll(covered, last, "")) {
		return covered
	}
	return CoveredWhole
}

// opening are the signs that belong to a number and stand before its first figure.
func opening(said string) string {
	if strings.Contains(said, ")") {
		return "+("
	}
	return "+"
}

// covering is what stands in the place of a hit: a name that an agency shares with a
// secret stays only where it is the agency's whole name, which is then the longer one.
func covering(who []secret) string {
	for _, s := range who {
		if s.what != "" {
			return s.what
		}
	}
	return ""
}

// tells reports whether a text has a letter or a digit.
func tells(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

// ready makes a shield look for its secrets.
func (s *Shield) ready() *Shield {
	s.finder = match.NewFinder[secret]()
	for _, one := range s.secrets {
		forms := match.AddressForms(one.text)
		if one.what == CoveredReach {
			forms = match.ReachForms(one.text)
		}
		s.finder.Seek(one, forms)
	}
	for _, name := range s.agencies {
		if !numbered(name, s.finder) {
			s.finder.Seek(secret{text: name}, match.Exactly(name))
		}
	}
	return s
}

// numbered reports whether a name has the number of a protected house in it, or a postcode:
// more than a town or a street.
func numbered(name string, f *match.Finder[secret]) bool {
	return slices.ContainsFunc(f.Find(name), func(h match.Hit[secret]) bool {
		return h.Who[0].what != "" && strings.ContainsFunc(name[h.From:h.To], unicode.IsDigit)
	})
}

// GuardedPeople are the people whose own address a profile protects, as those that stand
// name them.
func (c *Case) GuardedPeople() []string {
	var out []string
	for _, p := range c.Subject.People {
		if sameName([]string{p.Name}, c.guarded) {
			out = append(out, p.Name)
		}
	}
	return out
}

// raise works out the shield from every profile in every version.
func (c *Case) raise(l *lineage) {
	s := &Shield{}
	hidden := slices.ContainsFunc(c.Subject.ProtectedFrom, func(p Protection) bool { return p.InForce })
	c.guarded = slices.Sorted(maps.Keys(guardedIn(l)))
	for _, it := range l.texts {
		if hidden {
			s.cover(CoveredAddress, it.Str("address"))
		}
		for _, m := range it.Maps("people") {
			own := sameName([]string{str(m, "name")}, c.guarded)
			if own || hidden && str(m, "lives_with") == "yes" {
				s.cover(CoveredAddress, str(m, "address"))
			}
			if own && str(m, "agency") == "" {
				s.cover(CoveredReach, str(m, "contact"))
			}
		}
	}
	if s.Covers() {
		s.agencies = c.agencies()
		c.shield = s.ready()
	}
}

func (s *Shield) cover(what, text string) {
	one := secret{what, text}
	if text != "" && text != record.Unknown && !slices.Contains(s.secrets, one) {
		s.secrets = append(s.secrets, one)
	}
}

// agencies are those that any text names, by their whole names.
func (c *Case) agencies() []string {
	var out []string
	for _, it := range c.texts {
		for _, s := range it.Sources {
			out = append(out, s.Agency)
		}
		for _, r := range it.References {
			out = append(out, r.Agency)
		}
		for _, v := range it.Fields {
			out = append(out, agenciesIn(v)...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// agenciesIn are those that a value names, however deep.
func agenciesIn(v any) []string {
	var out []string
	switch v := v.(type) {
	case map[string]any:
		out = append(out, str(v, "agency"))
		for _, one := range v {
			out = append(out, agenciesIn(one)...)
		}
	case []any:
		for _, one := range v {
			out = append(out, agenciesIn(one)...)
		}
	}
	return out
}
