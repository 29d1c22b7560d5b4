package casebook

import (
	"context"
	"fmt"

	"casefile/internal/duty"
	"casefile/internal/match"
	"casefile/internal/record"
)

// NamedCase is a case whose subject fits a name.
type NamedCase struct {
	ID        record.ID
	Name, Age string // of the subject; Age is "" if unknown
	Status    record.Status
	KeyWorker string // member ID
	Mine      bool   // I am its key worker, or cover for the key worker
}

// NamedCases returns the cases whose subject has a name, among those that I can read, in the order
// of their IDs. The name may be typed in any usual way.
func (b *Book) NamedCases(ctx context.Context, typed string) ([]NamedCase, error) {
	name, ok := match.NameOf(typed)
	if !ok {
		return nil, nil // a number or a day is no name
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

// OwnOf returns the one case that a reader means by a name: their only own case, or the only case.
// It returns false if the reader has to choose.
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
