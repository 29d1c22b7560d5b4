package casebook

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// RecomputedDate is a newly computed date until which a closed case is kept.
type RecomputedDate struct {
	Was  *record.Docket
	Now  cases.Retention
	Same bool // the date does not change
}

// UnreadError is ErrNoKey for a case whose date can't be computed, as some of its entries can't be
// read.
type UnreadError struct {
	Case record.ID
	Why  string
}

func (e *UnreadError) Error() string { return fmt.Sprintf("%v: %s: %s", ErrNoKey, e.Case, e.Why) }

// Unwrap lets errors.Is find ErrNoKey.
func (e *UnreadError) Unwrap() error { return ErrNoKey }

// Retained is the result of computing the dates of cases again.
type Retained struct {
	Many
	Dated  []RecomputedDate // the computed dates, changed or not
	Linked []record.ID      // other cases of the same child, whose date must be looked at
}

// RecomputeRetention computes the dates of cases from their present records, under the policy in
// force. It records the changes, a bounded number in each commit. A trial records nothing.
//
// Cases of one child are computed together, so that none keeps another by its earlier date. A case
// that refuses is skipped and reported, and the others go on.
func (b *Book) RecomputeRetention(ctx context.Context, ids []record.ID, trial bool, tell Tell) (
	*Retained, error,
) {
	var all Retained
	for left := slices.Clone(ids); len(left) > 0; {
		if err := ctx.Err(); err != nil {
			return &all, all.stopped(err)
		}
		one, err := b.retainChunk(ctx, left[:min(casesPerCommit, len(left))], left, trial)
		if err != nil {
			return &all, all.stopped(err)
		}
		all.Take(&one.Many)
		all.Dated, all.Linked = append(all.Dated, one.Dated...), append(all.Linked, one.Linked...)
		taken := one.taken()
		left = slices.DeleteFunc(left, func(id record.ID) bool {
			return slices.Contains(taken, id)
		})
		tell(len(taken))
	}
	return &all, nil
}

func (r *Retained) taken() []record.ID {
	var out []record.ID
	for _, d := range r.Dated {
		out = append(out, d.Was.Case)
	}
	for _, s := range r.Skipped {
		out = append(out, s.Case)
	}
	return out
}

// retainChunk makes one commit for some of the cases, and none if nothing changes. If asked has
// more cases of the same child, they join the chunk. If the judge refuses the chunk, each case is
// tried alone, so that one does not hold up the others.
func (b *Book) retainChunk(ctx context.Context, chunk, asked []record.ID, trial bool) (
	*Retained, error,
) {
	d, done, err := b.retainIn(ctx, chunk, asked, trial)
	if len(chunk) > 1 && skippable(err) {
		return b.retainOneByOne(ctx, chunk, trial)
	}
	if skippable(err) {
		return &Retained{Many: Many{Skipped: []Skipped{{chunk[0], err}}}}, nil
	}
	if err != nil {
		return nil, err
	}
	out := d.retained()
	if done != nil {
		out.Commits, out.Linked = []string{done.Commit}, done.Change.LinkedCases()
		for _, c := range done.Change.Acted() {
			out.Cases = append(out.Cases, c.Docket.Case)
		}
	}
	return out, nil
}

func (b *Book) retainOneByOne(ctx context.Context, ids []record.ID, trial bool) (*Retained, error) {
	var all Retained
	for _, id := range ids {
		one, err := b.retainChunk(ctx, []record.ID{id}, []record.ID{id}, trial)
		if err != nil {
			return nil, err
		}
		all.Take(&one.Many)
		all.Dated, all.Linked = append(all.Dated, one.Dated...), append(all.Linked, one.Linked...)
	}
	return &all, nil
}

// retainIn computes the dates of a chunk, and records them unless this is a trial.
func (b *Book) retainIn(ctx context.Context, chunk, asked []record.ID, trial bool) (
	d *dateRun, done *Done, err error,
) {
	build := func(p *parent) (*Change, error) {
		d = newDating(p, asked, false)
		return d.change(chunk)
	}
	if trial {
		me, err := b.Me()
		if err == nil {
			_, err = build(&parent{ctx: ctx, book: b, me: me})
		}
		if err != nil && !errors.Is(err, errNothingLeft) {
			return nil, nil, err
		}
		return d, nil, nil
	}
	done, err = b.perform(ctx, build)
	if errors.Is(err, errNothingLeft) {
		return d, nil, nil
	}
	return d, done, err
}

// replayRetain computes dates again from the present records. If an entry can't be read, it records
// no date: a missing key must not bring a date forward. The case then waits for a member who can
// read all of it.
func (b *Book) replayRetain(ctx context.Context, ids []record.ID) (*Done, error) {
	return b.perform(ctx, func(p *parent) (*Change, error) {
		return newDating(p, ids, true).change(ids)
	})
}
