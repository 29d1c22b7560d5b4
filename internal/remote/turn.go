package remote

import (
	"context"
	"errors"
	"time"

	"casefile/internal/aside"
	"casefile/internal/ledger"
	"casefile/internal/store"
)

// await waits until the server gives this copy its turn. A lost race costs a fetch, judging and
// joining again, while others win. It returns false where no turn comes.
func (s *session) await(ctx context.Context) (come bool, err error) {
	if now, answered := ledger.TurnSaid(s.said); answered && now {
		s.noteServerTips(s.said)
		return true, nil // the turn came while it pushed
	}
	tip, err := s.repo.Commit(ctx, s.book.Tip())
	if err != nil || s.theirs == "" || s.noTurns {
		return false, err
	}
	turn := ledger.TurnOf(tip)
	end := s.tellTurn()
	_, err = s.repo.Push(ctx, ledger.RemoteName, turn.Asks())
	end()
	refused, ok := errors.AsType[*store.PushError](err)
	if !ok {
		return false, err
	}
	come, answered := ledger.TurnSaid(refused.Reasons)
	s.noTurns = !answered || !come
	s.noteServerTips(refused.Reasons)
	return come, nil
}

// tellTurn tells the person if the turn does not come soon.
func (s *session) tellTurn() (end func()) {
	come := make(chan struct{})
	wait := aside.Go(func() {
		begun := time.Now()
		select {
		case <-come:
		case <-time.After(turnSoon):
			s.repo.Waits(time.Since(begun), "the turn to send", "the server has not given it yet")
		}
	})
	return func() { close(come); wait() }
}

// turnSoon is a little longer than a turn takes when nobody else waits.
const turnSoon = 2 * time.Second

// noteServerTips keeps the tips that the server told, for the next fetch.
func (s *session) noteServerTips(said []string) {
	if stands, known := ledger.ServerTipsSaid(said); known {
		s.stands = &stands
	}
}

// listed returns the remote's refs as the server told them with the turn. It returns nil where the
// server told none, or where its keys refs differ from this copy's notes. The refs are those that
// the server would list; using them saves a connection while others wait.
func (s *session) listed(here map[string]string) map[string]string {
	stands := s.stands
	s.stands = nil
	if stands == nil || stands.Keys != ledger.KeysDigest(here, keysThere) {
		return nil
	}
	there := map[string]string{ledger.MainRef: stands.Main}
	for shard, id := range below(here, keysThere) {
		there[ledger.KeysPrefix+shard] = id
	}
	return there
}
