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

// Redaction is a record with decisions about it. It works out once who is named, for the copies and
// for the search of what must go.
type Redaction struct {
	r     *redactor
	items []cases.Item // in the order of the record
	loose *match.Loose[*person]

	copied map[record.ID]bool
}

// NewRedaction finds the people whom items name.
func NewRedaction(items []cases.Item, kinds *record.Kinds, d Decisions) *Redaction {
	items = slices.Clone(items)
	slices.SortStableFunc(items, func(a, b cases.Item) int { return cmp.Compare(a.Seq, b.Seq) })
	return &Redaction{r: newRedactor(items, kinds, d), items: items, copied: map[record.ID]bool{}}
}

// LeftOut reports whether a copy has no trace of an entry.
func (x *Redaction) LeftOut(id record.ID) bool { return x.r.gone[id].Exemption != "" }

// Withheld reports whether a copy has no trace of an entry, other than one about requests.
func (x *Redaction) Withheld(id record.ID) bool {
	return x.LeftOut(id) && x.r.gone[id].What != handlingWhat
}

// Numbers returns the places where a text has the number of an entry that is left out.
func (x *Redaction) Numbers(text string) []Named {
	var out []Named
	for _, id := range x.r.ids.secrets(text) {
		if id.what == otherEntryWhat {
			out = append(out, Named{id.from, id.to})
		}
	}
	return out
}

// Named is a place where a text names somebody: bytes From to To, exclusive.
type Named struct{ From, To int }

// Find returns the places where a text names a person who is removed or undecided. People who are
// kept are not among them. IDs that a copy shows name nobody: they are random, and ANN is in
// 7K2D-4ANN by chance.
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

// Unused returns the names that a decision removes and that are nowhere in the record: a typing
// error in a decision would leave the real name in. It does not search again the texts that were
// copied.
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

// meets reports whether a text that was not copied names somebody.
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

// Near is a place where a text has words nearly like the name of a person who is removed: bytes
// From to To, exclusive.
type Near struct {
	From, To int
	Name     string
}

// Nearly returns the places where a text may name a person who is removed, with a typing error or
// in another spelling. Words that Find knows, even of people who are kept, do not count.
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

// beside is the number of bytes on either side of a name that are read with it, for a title.
const beside = 200

// known reports whether each word between two bytes is part of a name that the redaction knows
// there. Figures and single letters do not count.
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

// looseOf returns a finder for the names of people who are removed, without addresses, numbers, and
// words for what somebody is to the subject.
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

// properName returns the words of a phrase that are a name: those with a capital letter; all words
// if none has one and there are at most two.
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
