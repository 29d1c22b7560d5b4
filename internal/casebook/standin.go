package casebook

import (
	"context"
	"slices"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// standInCases gives the live cases into which somebody is let who acts for an overseer: those into
// which the team lets the overseer by itself. shut are the cases among them from which the one who
// acts seems to be barred: a member whom the team would let in can't read them, as in a restricted
// case, or their access was revoked.
func (b *Book) standInCases(ctx context.Context, away, to string) (ids, shut []record.ID, err error) {
	dockets, err := b.Dockets(ctx)
	if err != nil {
		return nil, nil, err
	}
	for _, d := range dockets {
		usual := slices.Contains(b.Team().UsualReaders(d.KeyWorker), away)
		if !cases.Live(d) || !d.Reads(away) || d.Reads(to) || d.KeyWorker == away || !usual {
			continue
		}
		kept, err := b.seemsBarred(ctx, d, to)
		switch {
		case err != nil:
			return nil, nil, err
		case kept:
			shut = append(shut, d.Case)
		default:
			ids = append(ids, d.Case)
		}
	}
	return ids, shut, nil
}

// seemsBarred reports whether somebody seems to be kept out of a case on purpose.
func (b *Book) seemsBarred(ctx context.Context, d *record.Docket, member string) (bool, error) {
	out := func(id string) bool { return !d.Reads(id) }
	if slices.ContainsFunc(b.defaultReaders(d.KeyWorker), out) {
		return true, nil
	}
	access, err := b.Access(ctx, d.Case)
	return slices.ContainsFunc(access, func(x Access) bool { return x.Member == member }), err
}

// ReadsBeyondUsual counts the live cases that a member can read whom the team would not let in
// by itself; their own are left out.
func (b *Book) ReadsBeyondUsual(ctx context.Context, id string) (n int, err error) {
	dockets, err := b.Dockets(ctx)
	for _, d := range dockets {
		if cases.Live(d) && d.Reads(id) && d.KeyWorker != id &&
			!slices.Contains(b.Team().UsualReaders(d.KeyWorker), id) {
			n++
		}
	}
	return n, err
}
