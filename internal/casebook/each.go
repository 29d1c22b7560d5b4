package casebook

import (
	"context"
	"errors"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// EachCase folds, one after another in the order of their IDs, the cases that I
// can read (or could, at the instant looked at) and that want says yes to; nil
// wants them all. Only one is held at a
// time. It gives the cases whose key could not be opened, or of which this copy has lost
// what it takes: whoever adds up must say what was left out. An error of do ends it.
func (b *Book) EachCase(ctx context.Context, want func(*record.Docket) bool, do func(*cases.Case) error) (unread []record.ID, err error) {
	dockets, _, err := b.DocketsHere(ctx)
	if err != nil {
		return nil, err
	}
	return b.EachCaseOf(ctx, dockets, want, do)
}

// EachCaseOf is EachCase over dockets that were read before.
func (b *Book) EachCaseOf(ctx context.Context, dockets []*record.Docket, want func(*record.Docket) bool, do func(*cases.Case) error) (unread []record.ID, err error) {
	me, err := b.Me()
	if err != nil {
		return nil, err
	}
	for _, d := range dockets {
		if err := ctx.Err(); err != nil {
			return unread, err
		}
		mine, err := b.MayRead(ctx, d, me.ID)
		if err != nil {
			return unread, err
		}
		if !mine && !d.Reads(me.ID) || want != nil && !want(d) {
			continue
		}
		c, err := b.Case(ctx, d.Case)
		if b.LostCase(d.Case, err) || errors.Is(err, ErrNoKey) || errors.Is(err, ErrOtherKey) {
			unread = append(unread, d.Case)
			if !b.LeavesOut(d.Case) {
				b.omit(cases.NotRead{Case: d.Case, Why: "your key of it does not open"})
			}
			continue
		}
		if err != nil {
			return unread, err
		}
		b.LostIn(c)
		if err := do(c); err != nil {
			return unread, err
		}
	}
	return unread, nil
}
