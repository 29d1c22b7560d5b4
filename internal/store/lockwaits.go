package store

import (
	"sync"
	"time"
)

// tellAfter is the time for which a command waits for locks in silence.
const tellAfter = 2 * time.Second

// waitNotice tells a person, once a command, that it waits for a lock.
type waitNotice struct {
	once sync.Once
	tell func(lock, why string) // why it may be somebody's, as LockedError says it
}

// TellWaits has a person told, once, of a lock for which this repository waits over two
// seconds.
func (r *Repo) TellWaits(tell func(lock, why string)) { r.notice = &waitNotice{tell: tell} }

// Waits says that a command has waited so long for a lock, here or at a remote.
func (r *Repo) Waits(since time.Duration, lock, why string) { r.notice.waits(since, lock, why) }

// waits tells the person once the wait is long enough. It does nothing where TellWaits was not
// called.
func (t *waitNotice) waits(since time.Duration, lock, why string) {
	if t != nil && since >= tellAfter {
		t.once.Do(func() { t.tell(lock, why) })
	}
}
