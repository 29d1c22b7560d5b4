package remote

import (
	"context"
	"errors"
	"time"

	"casefile/internal/aside"
	"casefile/internal/ledger"
	"casefile/internal/store"
)

// await waits until the server says that it is the turn of this copy: losing a race means to
// fetch, judge and join again, while others win. False where it does not come so.
func (s *session) await(ctx context.Context) (come bool, err error) {
	if now, answered := ledger.TurnSaid(s.said); answered && now {
		s.noteServerTips(s.said)
		return true, nil // while it pushed
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

// tellTurn has a person told where the turn does not come soon.
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

// turnSoon is how long a turn takes where nobody else is there, and somewhat more.
const turnSoon = 2 * time.Second

// noteServerTips takes down where the server says that it stands, for the next fetch.
func (s *session) noteServerTips(said []string) {
	if stands, known := ledger.ServerTipsSaid(said); known {
		s.stands = &stands
	}
}

// listed are the refs of the remote as the server said them with the turn; nil where it did
// not, or where its keys refs are not those that this copy has noted. That is what the server
// would list to whoever asked, and spares a connection while others wait.
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
