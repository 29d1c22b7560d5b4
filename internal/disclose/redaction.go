package disclose

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"casefile/internal/cases"
	"casefile/internal/match"
	"casefile/internal/record"
)

// Redaction is what decisions leave out of a record. Who is named in it is worked out once,
// for its copies and for the search of what goes.
type Redaction struct {
	r     *redactor
	items []cases.Item // by their place in the record
	loose *match.Loose[*person]

	copied map[record.ID]bool
}

// NewRedaction knows the people whom items name.
func NewRedaction(items []cases.Item, kinds *record.Kinds, d Decisions) *Redaction {
	items = slices.Clone(items)
	slices.SortStableFunc(items, func(a, b cases.Item) int { return cmp.Compare(a.Seq, b.Seq) })
	return &Redaction{r: newRedactor(items, kinds, d), items: items, copied: map[record.ID]bool{}}
}

// LeftOut reports whether a copy has nothing of an entry.
func (x *Redaction) LeftOut(id record.ID) bool { return x.r.gone[id].Exemption != "" }

// Withheld reports whether a copy has nothing of an entry that is not about requests.
func (x *Redaction) Withheld(id record.ID) bool {
	return x.LeftOut(id) && x.r.gone[id].What != handlingWhat
}

// Numbers returns the places where a text has the number of an entry of which a copy has nothing.
func (x *Redaction) Numbers(text string) []Named {
	var out []Named
	for _, id := range x.r.ids.secrets(text) {
		if id.what == otherEntryWhat {
			out = append(out, Named{id.from, id.to})
		}
	}
	return out
}

// Named is where a text names somebody: bytes From to To, exclusive.
type Named struct{ From, To int }

// Find returns the places where a text names somebody who must go, or about whom nobody has
// decided. Who was kept is not among them. The IDs that a copy shows name nobody: they are drawn,
// and Ann stands in 7K2D-4ANN by chance.
func (x *Redaction) Find(text string) []Named {
	shown := x.r.ids.shownIn(text)
	var out []Named
	for _, one := range x.r.found(text, 0) {
		drawn := slices.ContainsFunc(shown, func(id Named) bool {
			return id.From <= one.from && one.to <= id.To
		})
		if !drawn {
			out = append(out, Named{one.from, one.to})
		}
	}
	return out
}

// Unused are names that were decided to go and stand nowhere in the record: a slip in a name
// would leave it in. Texts of which a copy was made are not searched once more.
func (x *Redaction) Unused() []string {
	var out []string
	for _, one := range x.r.d.Items {
		p := x.r.byName[match.Key(one.Name)]
		if one.Do == DoRemove && one.Name != "" && (p == nil || !p.met && !x.meets(p)) {
			out = append(out, one.Name)
		}
	}
	return out
}

// meets reports whether a text of which no copy was made names somebody.
func (x *Redaction) meets(p *person) bool {
	for i := range x.items {
		it := &x.items[i]
		if it.Entry == nil || x.copied[it.ID] {
			continue
		}
		for _, text := range x.r.textsOf(it) {
			for _, h := range x.r.finder.Find(text.s) {
				if slices.Contains(h.Who, p) {
					return true
				}
			}
		}
	}
	return false
}

// Near is where a text reads nearly like the name of somebody who must go: bytes From to To,
// exclusive.
type Near struct {
	From, To int
	Name     string
}

// Nearly returns the places where a text may name somebody who must go by a slip or in another
// spelling. Words that Find knows, those of who was kept among them, are none.
func (x *Redaction) Nearly(text string) []Near {
	if x.loose == nil {
		x.loose = looseOf(x.r.people)
	}
	var out []Near
	for _, h := range x.loose.Find(text) {
		if !x.known(text, h.From, h.To) {
			out = append(out, Near{h.From, h.To, h.Who[0].names[0]})
		}
	}
	return out
}

// beside is how many bytes on either side of a name are read with it: a title stands there.
const beside = 200

// known reports whether each word from a byte to a byte is of somebody whom the redaction
// knows by the name that stands there. A figure or a single letter beside it tells nothing.
func (x *Redaction) known(text string, from, to int) bool {
	start, end := max(from-beside, 0), min(to+beside, len(text))
	hits := x.r.finder.Find(text[start:end])
	for _, w := range match.Words(text[from:to]) {
		if len(w.Text) == 1 || strings.ContainsFunc(w.Text, unicode.IsDigit) {
			continue
		}
		a, b := from-start+w.From, from-start+w.To
		covered := slices.ContainsFunc(hits, func(h match.Hit[*person]) bool {
			return h.From <= a && b <= h.To
		})
		if !covered {
			return false
		}
	}
	return true
}

// looseOf looks for the names of people who must go: not for addresses and numbers, nor for
// what somebody is to the subject.
func looseOf(people []*person) *match.Loose[*person] {
	out := match.NewLoose[*person]()
	for _, p := range people {
		if p.ruling < removed || p.word || p.what == protectedWhat || p.what == reachWhat {
			continue
		}
		for _, name := range p.names {
			if heard := properName(name); heard != "" {
				out.Seek(p, heard)
			}
		}
	}
	return out
}

// properName returns the words of a phrase that are a name: those with a capital letter, or all
// where it has none and is as short as a name.
func properName(phrase string) string {
	var proper, all []string
	for _, w := range match.Words(phrase) {
		if strings.ContainsFunc(w.Text, unicode.IsDigit) {
			continue
		}
		all = append(all, phrase[w.From:w.To])
		if w.Capital {
			proper = append(proper, phrase[w.From:w.To])
		}
	}
	if len(proper) == 0 && len(all) <= 2 {
		proper = all
	}
	return strings.Join(proper, " ")
}
