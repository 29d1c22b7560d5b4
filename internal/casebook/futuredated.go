package casebook

import (
	"context"
	"time"

	"casefile/internal/cases"
	"casefile/internal/verify"
)

// boundFutureDated sets After on entries dated by a clock that was ahead: the newest commit time
// that they certainly follow. A wrong date in the future then delays no clock that the entry
// starts.
func (b *Book) boundFutureDated(ctx context.Context, items []cases.Item) error {
	for i := range items {
		it := &items[i]
		limit := b.clock.Now.Add(verify.ClockSkew)
		if it.Arrived.Before(limit) {
			limit = it.Arrived
		}
		if it.Entry == nil || it.Arrived.IsZero() || !it.Recorded.After(limit) {
			continue
		}
		var err error
		if it.After, err = b.lastNotAfter(ctx, it.Commit, limit); err != nil {
			return err
		}
	}
	return nil
}

// commitLimit is the question of one call of lastNotAfter.
type commitLimit struct {
	commit string
	limit  time.Time
}

// lastNotAfter returns the time of the last commit, from the given one backwards, that is dated no
// later than limit. Where all are later, it returns the time of the introduction. The book
// remembers the answers. Otherwise a clock of 1970, by which every commit is later, would walk the
// whole line for each entry.
func (b *Book) lastNotAfter(ctx context.Context, commit string, limit time.Time) (
	time.Time, error,
) {
	if b.notAfter == nil {
		b.notAfter = map[commitLimit]time.Time{}
	}
	var passed []commitLimit
	for {
		at := commitLimit{commit, limit}
		last, known := b.notAfter[at]
		if !known {
			c, err := b.repo.Commit(ctx, commit)
			if err != nil {
				return last, err
			}
			passed = append(passed, at)
			if len(c.Parents) > 0 && c.Committer.When.After(limit) {
				commit = c.Parents[0]
				continue
			}
			last = c.Committer.When
		}
		for _, p := range passed {
			b.notAfter[p] = last
		}
		return last, nil
	}
}
