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

// lastBy is the time of the last commit before one that is not dated after a limit; that of
// the introduction where all are.
func (b *Book) lastBy(ctx context.Context, commit string, limit time.Time) (time.Time, error) {
	for {
		c, err := b.repo.Commit(ctx, commit)
		if err != nil || len(c.Parents) == 0 || !c.Committer.When.After(limit) {
			return c.Committer.When, err
		}
		commit = c.Parents[0]
	}
}
