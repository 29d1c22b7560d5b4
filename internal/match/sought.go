package match

import (
	"slices"
	"strings"
)

// SoughtPlace is an address that somebody seeks, in every way in which a text may have it. It is
// narrower than AddressForms, which leave nothing standing that may tell an address: 14 Alder
// Road is another address than 12 Alder Road.
type SoughtPlace struct {
	finder *Finder[int]
	words  []string // that a place must have, whatever else stands beside it
	street bool     // and the word for its kind, in any spelling
}

// PlaceOf reads words as an address: those that end with a postcode, or with the word for a kind
// of street behind a name. alone says that they are known to be one thing: otherwise an address
// begins with a figure, as other words may stand before it. false for all others.
func PlaceOf(s string, alone bool) (*SoughtPlace, bool) {
	p := &SoughtPlace{}
	words := Folded(s)
	last := len(words) - 1
	if last < 0 || !alone && !hasDigit(words[0]) {
		return nil, false
	}
	code := postcodesIn(strings.Join(words[max(last-1, 0):], " "))
	p.street = last > 0 && slices.ContainsFunc(words[1:], streetType)
	if len(code) == 0 && !(p.street && streetType(words[last])) {
		return nil, false
	}
	for _, w := range words {
		if !streetType(w) && !house(w) {
			p.words = append(p.words, w)
		}
	}
	if len(p.words) == 0 {
		return nil, false
	}
	p.finder = NewFinder[int]()
	p.finder.Seek(1, AddressForms(s))
	return p, true
}

// Find gives the places of a text that have the address: bytes from and to.
func (p *SoughtPlace) Find(s string) [][2]int {
	var out [][2]int
	for _, h := range p.finder.Find(s) {
		if p.all(Folded(s[h.From:h.To])) {
			out = append(out, [2]int{h.From, h.To})
		}
	}
	return out
}

// all reports whether words have each of those that are sought. A postcode is typed with a blank
// or without.
func (p *SoughtPlace) all(words []string) bool {
	together := strings.Join(words, "")
	for _, w := range p.words {
		if !slices.Contains(words, w) && !(hasDigit(w) && strings.Contains(together, w)) {
			return false
		}
	}
	return !p.street || slices.ContainsFunc(words, streetType)
}
