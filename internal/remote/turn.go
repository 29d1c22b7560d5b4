package remote

import (
	"context"
	"errors"

	"casefile/internal/ledger"
	"casefile/internal/store"
)

// await waits until the server says that it is the turn of this copy: losing a race means to
// fetch, judge and join again, while others win. False where it does not come so.
func (s *session) await(ctx context.Context) (come bool, err error) {
	if now, answered := ledger.TurnSaid(s.said); answered && now {
		return true, nil // while it pushed
	}
	tip, err := s.repo.Commit(ctx, s.book.Tip())
	if err != nil || s.theirs == "" || s.without {
		return false, err
	}
	turn := ledger.TurnOf(tip)
	_, err = s.repo.Push(ctx, ledger.RemoteName, turn.Asks(s.theirs))
	refused, ok := errors.AsType[*store.PushError](err)
	if !ok {
		return false, err
	}
	come, answered := ledger.TurnSaid(refused.Reasons)
	s.without = !answered || !come
	return come, nil
}
