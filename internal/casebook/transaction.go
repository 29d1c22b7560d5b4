package casebook

import (
	"context"
	"errors"

	"casefile/internal/store"
)

// inTransaction carries out several operations, of which main gets all or none. It calls do with a
// book that stands on the operations written so far. If another process was faster, it calls do
// again.
func (b *Book) inTransaction(ctx context.Context, do func(*Book) error) error {
	if err := b.MayWrite(); err != nil {
		return err
	}
	for try := 1; ; try++ {
		next, err := b.stagingBook(ctx, b.Tip(), b.Tip())
		if err != nil {
			return err
		}
		if err := do(next); err != nil {
			return err
		}
		err = b.commitTransaction(ctx, next)
		if !errors.Is(err, store.ErrRaced) || try == maxTries {
			return err
		}
		if err := b.JudgeMain(ctx); err != nil {
			return err
		}
	}
}

// commitTransaction moves main to the staged operations. Their texts go into the outbox first, like
// those of any other act, as a sync may have to seal them again.
func (b *Book) commitTransaction(ctx context.Context, next *Book) error {
	me, err := b.Me()
	if err != nil {
		return err
	}
	unlock, err := b.keepInOutbox(ctx, me, next.staged.changes...)
	if err != nil {
		return err
	}
	defer unlock()
	err = b.moveOn(ctx, next, true, nil)
	b.Recorded = b.Recorded || err == nil
	return err
}
