package casebook

import (
	"context"
	"slices"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// standInCases returns the live cases into which a stand-in for an overseer is let: those into
// which the team lets the overseer by default. shut are the cases among them from which the
// stand-in seems barred: a default reader can't read them, as in a restricted case, or the
// stand-in's access was revoked.
func (b *Book) standInCases(ctx context.Context, away, to string) (
	ids, shut []record.ID, err error,
) {
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

// seemsBarred reports whether a member seems to be kept out of a case on purpose.
func (b *Book) seemsBarred(ctx context.Context, d *record.Docket, member string) (bool, error) {
	out := func(id string) bool { return !d.Reads(id) }
	if slices.ContainsFunc(b.defaultReaders(d.KeyWorker), out) {
		return true, nil
	}
	access, err := b.Access(ctx, d.Case)
	return slices.ContainsFunc(access, func(x Access) bool { return x.Member == member }), err
}

// ReadsBeyondUsual counts the live cases that a member can read without being a default reader. It
// leaves out their own cases.
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
