package casebook

import (
	"context"
	"fmt"

	"casefile/internal/duty"
	"casefile/internal/match"
	"casefile/internal/record"
)

// NamedCase is a case that a name fits.
type NamedCase struct {
	ID        record.ID
	Name, Age string // of the subject; Age is "" where it is not known
	Status    record.Status
	KeyWorker string // member
	Mine      bool   // I am its key worker, or cover for them
}

// NamedCases are the cases that I can read whose subject has a name, in any of the ways in which
// people type it: in the order of their IDs.
func (b *Book) NamedCases(ctx context.Context, typed string) ([]NamedCase, error) {
	name, ok := match.NameOf(typed)
	if !ok {
		return nil, nil // a number or a day, which no child is called
	}
	me, err := b.Me()
	if err != nil {
		return nil, err
	}
	var out []NamedCase
	_, err = b.EachRow(ctx, nil, func(r *duty.Row) error {
		fits := len(name.Find(r.Facts.Name, true)) > 0
		for _, other := range r.Outline.Known.Names {
			fits = fits || len(name.Find(other, true)) > 0
		}
		if fits {
			out = append(out, b.namedCase(r, me.ID))
		}
		return nil
	})
	return out, err
}

func (b *Book) namedCase(r *duty.Row, me string) NamedCase {
	d := r.Facts.Docket
	n := NamedCase{ID: d.Case, Name: r.Facts.Name, Status: d.Status, KeyWorker: d.KeyWorker,
		Mine: me == d.KeyWorker || r.Outline.Cover == me}
	if born := r.Outline.Known.Born; !born.IsZero() && !born.After(b.Today()) {
		years, months := born.AgeOn(b.Today())
		n.Age = fmt.Sprintf("%dy%dm", years, months)
	}
	return n
}

// OwnOf is the one case that a reader means by a name: the only one, or the only one of their
// own; false where they have to say which.
func OwnOf(list []NamedCase) (NamedCase, bool) {
	var own []NamedCase
	for _, n := range list {
		if n.Mine {
			own = append(own, n)
		}
	}
	switch {
	case len(own) == 1:
		return own[0], true
	case len(list) == 1:
		return list[0], true
	}
	return NamedCase{}, false
}
