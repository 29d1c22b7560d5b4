package cases

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"unicode"

	"casefile/internal/match"
	"casefile/internal/record"
)

// Shield covers in texts what a case must keep from somebody. While the subject's address is kept
// from anybody, it covers each address that a profile ever gave, the former ones too: a newer
// profile may leave out the one that counts. It covers the addresses and contact details of other
// people whom a profile protects. In copies it also covers anonymous informants; on the screen of a
// reader it does not.
//
// The names of agencies stay, although one may hold the name of a protected town.
type Shield struct {
	secrets  []secret
	agencies []string
	copied   bool
	// of the words in place of the cover; "" for words that stay; nil = not made yet
	finder *match.Finder[string]
}

// secret is a text that is covered.
type secret struct {
	what, text string   // what stands in its place, and as a profile or an entry has it
	known      []string // of a reporter: the names that profiles give
}

// forms returns the ways in which other texts may have it.
func (s secret) forms() []match.Form {
	switch {
	case s.what == CoveredReporter:
		return ReporterForms(s.text, s.known)
	case s.what == CoveredReach:
		return match.ContactForms(s.text)
	}
	return wholeAddress(s.text)
}

// The words in place of covered ones: of a whole text, and within one.
const (
	CoveredWhole    = "protected: see the profile entry"
	CoveredAddress  = "(protected address)"
	CoveredReach    = "(protected number)"
	CoveredReporter = "withheld"
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
	return out
}

// Copied covers what must stand in no copy either.
func (s *Shield) Copied() *Shield {
	if s == nil {
		return nil
	}
	return &Shield{secrets: s.secrets, agencies: s.agencies, copied: true}
}

// Covers reports whether anything is to be covered.
func (s *Shield) Covers() bool { return s != nil && slices.ContainsFunc(s.secrets, s.active) }

// active reports whether a secret is covered where the shield is used.
func (s *Shield) active(one secret) bool { return s.copied || one.what != CoveredReporter }

// Keeping returns a shield that leaves the name of one more agency as it is.
func (s *Shield) Keeping(agency string) *Shield {
	if s == nil {
		return nil
	}
	return Shields(s, &Shield{agencies: []string{agency}})
}

// Cover replaces the words that must be kept from somebody.
func (s *Shield) Cover(text string) string {
	places := s.CoveredSpans(text)
	if len(places) == 0 {
		return text
	}
	var out strings.Builder
	at, last := 0, ""
	for _, p := range places {
		out.WriteString(text[at:p.From] + p.What)
		at, last = p.To, p.What
	}
	out.WriteString(text[at:])
	covered := out.String()
	if last == CoveredReporter || tells(strings.ReplaceAll(covered, last, "")) {
		return covered
	}
	return CoveredWhole
}

// CoveredSpan is a covered piece of a text: from and to in bytes, and the words in its place.
type CoveredSpan struct {
	From int    `json:"f"`
	To   int    `json:"t"`
	What string `json:"w"`
}

// CoveredSpans returns the pieces of a text that Cover covers, in order.
func (s *Shield) CoveredSpans(text string) (out []CoveredSpan) {
	if !s.Covers() {
		return nil
	}
	s.ready()
	at, last := 0, ""
	for _, h := range s.finder.Find(text) {
		what := covering(h.Who)
		if what == "" {
			last = ""
			continue
		}
		between := text[at:h.From]
		if what != last || tells(between) { // else it is the rest of one
			before := strings.TrimRight(between, opening(text[h.From:h.To]))
			out = append(out, CoveredSpan{From: at + len(before), What: what})
		}
		out[len(out)-1].To = h.To
		at, last = h.To, what
	}
	return out
}

// opening returns the signs that belong to a number and stand before its first figure.
func opening(said string) string {
	if strings.Contains(said, ")") {
		return "+("
	}
	return "+"
}

// covering returns the words that stand in the place of a hit. A name that an agency shares with a
// secret stays only where it is the agency's whole name, which is then the longer one.
func covering(who []string) string { return cmp.Or(who...) }

// tells reports whether a text has a letter or a digit.
func tells(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool {
		return unicode.IsLetter(r) || unicode.IsDigit(r)
	})
}

// ready makes a shield look for its secrets, once there is a text to look at: most shields of
// many cases are only added up.
func (s *Shield) ready() {
	if s.finder != nil {
		return
	}
	s.finder = match.NewFinder[string]()
	for _, one := range s.secrets {
		if s.active(one) {
			s.finder.Seek(one.what, one.forms())
		}
	}
	for _, name := range s.agencies {
		if !numbered(name, s.finder) {
			s.finder.Seek("", match.Exactly(name))
		}
	}
}

// numbered reports whether a name has the number of a protected house in it, a postcode or all of
// a reporter's name: more than a town or a street.
func numbered(name string, f *match.Finder[string]) bool {
	return slices.ContainsFunc(f.Find(name), func(h match.Hit[string]) bool {
		what, said := covering(h.Who), name[h.From:h.To]
		return what != "" && strings.ContainsFunc(said, unicode.IsDigit) ||
			what == CoveredReporter && len(match.Words(said)) > 1
	})
}

// GuardedPeople returns the people whose own address a profile protects, as those that stand name
// them.
func (c *Case) GuardedPeople() []string {
	var out []string
	for _, p := range c.Subject.People {
		if sameName([]string{p.Name}, c.guarded) {
			out = append(out, p.Name)
		}
	}
	return out
}

// raise works out the shield.
func (c *Case) raise() {
	s := &Shield{}
	var profiles []*record.Entry
	var texts []*Item
	for _, t := range c.of(record.KindProfile) {
		for _, v := range t.versions() {
			texts, profiles = append(texts, v), append(profiles, v.Entry)
		}
	}
	c.coverAddresses(s, texts)
	known := NamesIn(profiles)
	for _, who := range c.reporters(known) {
		s.add(secret{what: CoveredReporter, text: who, known: known})
	}
	if len(s.secrets) > 0 {
		s.agencies = c.agencies()
		c.shield = s
	}
}

// coverAddresses covers the protected addresses that the profiles give, in every version.
func (c *Case) coverAddresses(s *Shield, profiles []*Item) {
	hidden := slices.ContainsFunc(c.Subject.ProtectedFrom, func(p Protection) bool {
		return p.InForce
	})
	for _, it := range profiles {
		if address := it.Str("address"); hidden {
			s.add(secret{what: CoveredAddress, text: address})
		}
		for _, m := range it.Maps("people") {
			address, contact := str(m, "address"), str(m, "contact")
			own := sameName([]string{str(m, "name")}, c.guarded)
			if own || hidden && str(m, "lives_with") == "yes" {
				s.add(secret{what: CoveredAddress, text: address})
			}
			if own && str(m, "agency") == "" {
				s.add(secret{what: CoveredReach, text: contact})
			}
		}
	}
}

// wholeAddress returns the forms of an address, with the town that it is in.
func wholeAddress(s string) []match.Form {
	return append(match.AddressForms(s), match.TownForms(s)...)
}

func (s *Shield) add(one secret) {
	same := func(o secret) bool { return o.what == one.what && o.text == one.text }
	if one.text != "" && one.text != record.Unknown && !slices.ContainsFunc(s.secrets, same) {
		s.secrets = append(s.secrets, one)
	}
}

// storedShield is a shield as data.
type storedShield struct {
	Secrets  []storedSecret
	Agencies []string `json:",omitempty"`
}

type storedSecret struct {
	What, Text string
	Known      []string `json:",omitempty"`
}

// MarshalJSON writes the covered words, so that they can be stored with other facts of a case.
func (s *Shield) MarshalJSON() ([]byte, error) {
	out := storedShield{Agencies: s.agencies}
	for _, one := range s.secrets {
		out.Secrets = append(out.Secrets, storedSecret{one.what, one.text, one.known})
	}
	return json.Marshal(out)
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (s *Shield) UnmarshalJSON(data []byte) error {
	var in storedShield
	if err := json.Unmarshal(data, &in); err != nil {
		return err
	}
	*s = Shield{agencies: in.Agencies}
	for _, one := range in.Secrets {
		s.secrets = append(s.secrets, secret{one.What, one.Text, one.Known})
	}
	return nil
}

// agencies returns the agencies that any text names, by their whole names.
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

// agenciesIn returns the agencies that a value names, at any depth.
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
