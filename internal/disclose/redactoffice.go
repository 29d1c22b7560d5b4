package disclose

import (
	"maps"
	"slices"
	"strings"
	"unicode"

	"casefile/internal/match"
)

// whyPlace is the question about an agency whose name tells where a protected address is.
const whyPlace = "its name tells where an address is that is kept from somebody"

// officesStay keeps the whole names of agencies, schools and languages, although one may contain
// somebody's surname. If a name contains a number or the whole name of a person who goes, these
// words are removed as anywhere. If it contains the street or the town of a protected address, it
// is asked about.
func (r *redactor) officesStay() {
	for _, key := range slices.Sorted(maps.Keys(r.noPerson)) {
		p, words := r.byName[key], r.noPerson[key]
		switch tells := r.revealedIn(words); {
		case tells == revealsAll:
			r.restStays(words)
		case tells == revealsPlace && p == nil:
			p = &person{names: []string{words}, what: "a name", label: labelThird,
				forms: match.Exactly(words),
				ask:   Question{What: AskPerson, Name: words, Why: whyPlace}}
			r.byName[key] = p
			r.put(p)
		case tells == revealsPlace && p.ruling != kept:
		default:
			r.put(&person{names: []string{words}, ruling: kept, forms: match.Exactly(words)})
		}
	}
}

// restStays keeps the other words of an agency's name, without a question.
func (r *redactor) restStays(words string) {
	at := 0
	end := match.Hit[*person]{From: len(words), To: len(words)}
	for _, h := range append(r.finder.Find(words), end) {
		if rest := words[at:h.From]; len(match.Words(rest)) > 0 {
			r.put(&person{names: []string{rest}, ruling: kept, forms: match.Exactly(rest)})
		}
		at = h.To
	}
}

// revelation says what the name of an agency reveals that must be removed.
type revelation int

const (
	revealsNothing revelation = iota
	revealsPlace              // the street or the town of a protected address
	revealsAll                // its number, or somebody's whole name
)

// revealedIn finds what an agency's name reveals.
func (r *redactor) revealedIn(words string) revelation {
	out := revealsNothing
	for _, h := range r.finder.Find(words) {
		p := verdict(h.Who, 0)
		open := p.ruling == undecided && p.ask.Propose != DoKeep
		if !p.word && (open || p.ruling >= removed) {
			out = max(out, p.toldBy(words[h.From:h.To]))
		}
	}
	return out
}

// toldBy returns how much some words reveal of a person or an address.
func (p *person) toldBy(words string) revelation {
	switch figures := strings.ContainsFunc(words, unicode.IsDigit); {
	case figures, p.what != protectedWhat && len(match.Words(words)) > 1:
		return revealsAll
	case p.what == protectedWhat:
		return revealsPlace
	}
	return revealsNothing
}
