package disclose

import (
	"casefile/internal/cases"
	"casefile/internal/match"
	"casefile/internal/record"
)

// Finder finds in any text whom a copy must not name: the people whom a record
// names, as decisions stand.
type Finder struct{ r *redactor }

// NewFinder knows the people whom items name.
func NewFinder(items []cases.Item, kinds *record.Kinds, d Decisions) *Finder {
	return &Finder{newRedactor(items, kinds, d)}
}

// Named is where a text names somebody: bytes From to To, exclusive.
type Named struct{ From, To int }

// Find gives the places where a text names somebody who must go, or about whom
// nobody has decided. Who was kept is not among them.
func (f *Finder) Find(text string) []Named {
	var out []Named
	for _, one := range f.r.found(text, 0) {
		out = append(out, Named{one.from, one.to})
	}
	return out
}

// Unused are names that were decided to go and stand nowhere: a slip in a name
// would leave it in.
func Unused(items []cases.Item, kinds *record.Kinds, d Decisions) []string {
	r := newRedactor(items, kinds, d)
	found := map[*person]bool{}
	for _, it := range items {
		if it.Entry == nil {
			continue
		}
		for _, text := range r.textsOf(&it) {
			for _, h := range r.finder.Find(text.s) {
				for _, p := range h.Who {
					found[p] = true
				}
			}
		}
	}
	var out []string
	for _, one := range d.Items {
		p := r.byName[match.Key(one.Name)]
		if one.Do == DoRemove && one.Name != "" && (p == nil || !found[p]) {
			out = append(out, one.Name)
		}
	}
	return out
}
