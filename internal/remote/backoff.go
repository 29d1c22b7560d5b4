package remote

import (
	"cmp"
	"context"
	"math/rand/v2"
	"strings"
	"time"

	"casefile/internal/store"
)

// lockPatience is how long a sync waits for a lock on the server. A server that judges pushes
// removes one that nobody holds before that.
const lockPatience = 15 * time.Second

// blockingLock is a lock on the server that no push comes past while main stays where it is there.
type blockingLock struct {
	lock, main string
	since      time.Time
}

// serverLock is what the server said of a lock that kept a push out: the file, and why it is
// there; "" where none did.
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

// seen notes what kept a push out, and says since when it has been the same lock with nobody
// coming past it; no time where it was somebody who was faster.
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

// afterLostRace is for when somebody was faster: it waits for the turn of this copy, and a little where
// the server has none. Where the same lock kept it out twice nobody was faster, and a turn is
// no help.
func (s *session) afterLostRace(ctx context.Context) error {
	if lock, _ := serverLock(s.said); s.blocking.seen(lock, s.theirs, time.Now()) > 0 {
		return s.backOff(ctx)
	}
	if come, err := s.await(ctx); err != nil || come {
		return err
	}
	return s.backOff(ctx)
}

// backOff lets whoever was faster finish. A lock that nobody comes past for long is the end.
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

// pauseAfter is how long to wait, which differs between copies. Who has tried often waits no
// longer than who comes new, else those would win; a lock is asked for less often the longer
// it has stood.
func pauseAfter(since time.Duration, draw func(int) int) time.Duration {
	return time.Duration(draw(100)+10)*time.Millisecond + min(since/4, time.Second)
}
