package casebook

import (
	"context"
	"time"

	"casefile/internal/cases"
	"casefile/internal/verify"
)

// boundAhead notes, of entries that a clock which was ahead dated, after what they were
// recorded all the same: such a time puts off no clock that an entry begins.
func (b *Book) boundAhead(ctx context.Context, items []cases.Item) error {
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
		if it.After, err = b.lastBy(ctx, it.Commit, limit); err != nil {
			return err
		}
	}
	return nil
}

// limited is a commit that is asked about, and an instant.
type limited struct {
	commit string
	limit  time.Time
}

// lastBy returns the time of the last commit before one that is not dated after a limit; that of
// the introduction where all are. By a clock of 1970 every commit is after it: the book remembers
// the answers, so that the line is walked once and not once for each entry.
func (b *Book) lastBy(ctx context.Context, commit string, limit time.Time) (time.Time, error) {
	if b.lastRight == nil {
		b.lastRight = map[limited]time.Time{}
	}
	var passed []limited
	for {
		at := limited{commit, limit}
		last, known := b.lastRight[at]
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
			b.lastRight[p] = last
		}
		return last, nil
	}
}
