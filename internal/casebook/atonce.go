package casebook

import (
	"context"
	"errors"

	"casefile/internal/ledger"
	"casefile/internal/store"
)

// atOnce does several operations, of which main gets all or none: do is given a
// book that stands on what it has written so far, and is called again where
// another process was faster.
func (b *Book) atOnce(ctx context.Context, do func(*Book) error) error {
	if b.Pinned() != nil {
		return ledger.ErrUntrusted
	}
	for try := 1; ; try++ {
		next, err := b.apart(ctx, b.Tip(), b.Tip())
		if err != nil {
			return err
		}
		if err := do(next); err != nil {
			return err
		}
		err = b.moveOn(ctx, next, true, nil)
		if !errors.Is(err, store.ErrRaced) || try == maxTries {
			return err
		}
		if err := b.JudgeMain(ctx); err != nil {
			return err
		}
	}
}
