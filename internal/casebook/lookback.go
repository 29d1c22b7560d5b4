package casebook

import (
	"context"
	"fmt"
	"time"

	"casefile/internal/verify"
)

// LookBack stands the book on the last commit of an earlier instant. Whoever
// may read the case now may look back; what was judged stays judged.
func (b *Book) LookBack(ctx context.Context, at time.Time) error {
	line, err := b.repo.Since(ctx, "", b.tip)
	if err != nil {
		return err
	}
	tip := ""
	b.presentPlace = len(line)
	for i, id := range line {
		c, err := b.repo.Commit(ctx, id)
		if err != nil {
			return err
		}
		if c.Committer.When.After(at) {
			break
		}
		tip, b.index.at = id, i+1
	}
	if tip == "" {
		return fmt.Errorf("%w: the records begin after %s", ErrNotFound, at.UTC().Format(time.RFC3339))
	}
	b.present, b.tip, b.kinds, b.clock.Now = b.tip, tip, nil, at
	b.judge, err = verify.Resume(past{ctx: ctx, read: b.repo.Reader, index: b.index}, tip)
	return err
}
