package casebook

import (
	"cmp"
	"context"
	"slices"

	"casefile/internal/duty"
	"casefile/internal/match"
)

// mostNear bounds the cases that are shown for a mistyped name. A longer list would not help.
const mostNear = 5

// NearlyNamed returns cases whose subject has nearly the typed name, among those that I can read.
// The fewest slips come first, and my own cases before others with as many. It is for names that
// NamedCases does not find.
func (b *Book) NearlyNamed(ctx context.Context, typed string) ([]NamedCase, error) {
	name, ok := match.NameOf(typed)
	if !ok {
		return nil, nil // a number or a day is no name
	}
	me, err := b.Me()
	if err != nil {
		return nil, err
	}
	type namedAlike struct {
		NamedCase
		slips int
	}
	var found []namedAlike
	_, err = b.EachRow(ctx, nil, func(r *duty.Row) error {
		least := -1
		for _, is := range append([]string{r.Facts.Name}, r.Outline.Known.Names...) {
			if slips, ok := name.Slips(is); ok && (least < 0 || slips < least) {
				least = slips
			}
		}
		if least >= 0 {
			found = append(found, namedAlike{b.namedCase(r, me.ID), least})
		}
		return nil
	})
	slices.SortStableFunc(found, func(x, y namedAlike) int {
		return cmp.Or(cmp.Compare(x.slips, y.slips),
			cmp.Compare(othersLast(x.Mine), othersLast(y.Mine)))
	})
	var out []NamedCase
	for _, n := range found[:min(len(found), mostNear)] {
		out = append(out, n.NamedCase)
	}
	return out, err
}

// othersLast returns 1 for a case that is not mine, to sort it last.
func othersLast(mine bool) int {
	if mine {
		return 0
	}
	return 1
}
