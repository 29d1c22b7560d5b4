package remote

import (
	"cmp"
	"context"
	"math/rand/v2"
	"strings"
	"time"

	"casefile/internal/store"
)

// lockPatience is the longest wait of a sync for a lock on the server. A server that judges pushes
// removes an abandoned lock earlier.
const lockPatience = 15 * time.Second

// blockingLock is a lock on the server that blocks all pushes: main there stays where it is.
type blockingLock struct {
	lock, main string
	since      time.Time
}

// serverLock finds in a server's answer the lock that blocked a push: its file, and why it is
// there; "" for none.
func serverLock(said []string) (lock, why string) {
	for _, line := range said {
		if _, reason, found := strings.Cut(line, "casefile: locked: "); found {
			_, why, _ = strings.Cut(reason, ": ")
		}
		_, file, found := strings.Cut(line, "cannot lock ref ")
		if _, file, made := strings.Cut(file, "Unable to create '"); found && made {
			lock, _, _ = strings.Cut(file, "': File exists")
		}
	}
	return lock, why
}

// seen notes the lock that blocked a push. It returns how long the same lock has blocked while main
// stayed; 0 where another push was faster.
func (k *blockingLock) seen(lock, main string, now time.Time) time.Duration {
	if lock == "" {
		*k = blockingLock{}
		return 0
	}
	if lock != k.lock || main != k.main {
		*k = blockingLock{lock, main, now}
	}
	return now.Sub(k.since)
}

// afterLostRace waits for this copy's turn after another push was faster, and a little where the
// server has no turns. If the same lock blocked twice, no push was faster, and a turn is no help.
func (s *session) afterLostRace(ctx context.Context) error {
	if lock, _ := serverLock(s.said); s.blocking.seen(lock, s.theirs, time.Now()) > 0 {
		return s.backOff(ctx)
	}
	if come, err := s.await(ctx); err != nil || come {
		return err
	}
	return s.backOff(ctx)
}

// backOff waits a little, so that others can finish. It fails where a lock has blocked for too
// long.
func (s *session) backOff(ctx context.Context) error {
	lock, why := serverLock(s.said)
	since := s.blocking.seen(lock, s.theirs, time.Now())
	why = cmp.Or(why, "the server does not say whose it is")
	s.repo.Waits(since, lock, why)
	if since > lockPatience {
		return &store.LockedError{Path: lock, Why: why}
	}
	wait := pauseAfter(since, rand.IntN)
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(wait):
		return nil
	}
}

// pauseAfter returns the time to wait. draw makes the pause differ between copies. A copy that has
// tried often waits no longer than a new one, which would win otherwise. The longer a lock has
// blocked, the less often it is tried.
func pauseAfter(since time.Duration, draw func(int) int) time.Duration {
	return time.Duration(draw(100)+10)*time.Millisecond + min(since/4, time.Second)
}
