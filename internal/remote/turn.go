package remote

import (
	"context"
	"errors"

	"casefile/internal/ledger"
	"casefile/internal/store"
)

// turns is how a sync that lost a race comes to its turn: losing means to fetch, judge and
// join again, while others win.
type turns struct {
	mine    bool // the server said so
	without bool // the server has no turns, or had none for long
}

// await waits until the server says that it is the turn of this copy. False where it does not
// come so.
func (s *session) await(ctx context.Context) (come bool, err error) {
	if now, answered := ledger.TurnSaid(s.said); answered && now {
		return true, nil // while it pushed
	}
	tip, err := s.repo.Commit(ctx, s.book.Tip())
	if err != nil || s.theirs == "" || s.turns.without {
		return false, err
	}
	turn := ledger.TurnOf(tip)
	_, err = s.repo.Push(ctx, ledger.RemoteName, turn.Asks(s.theirs))
	refused, ok := errors.AsType[*store.PushError](err)
	if !ok {
		return false, err
	}
	come, answered := ledger.TurnSaid(refused.Reasons)
	s.turns.without = !answered || !come
	return come, nil
}
