package store

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
	"time"
)

// ErrSilent says that the other side of a talk was given up: nothing came, and nothing went.
var ErrSilent = errors.New("the other side is silent")

// mostSilence is the longest time for which the other side may send and take nothing. Servers at
// work send a byte every five seconds (receive.keepAlive, uploadpack.keepAlive).
const mostSilence = 60 * time.Second

// LimitSilence has talks with other repositories given up after less silence than usual.
func (r *Repo) LimitSilence(most time.Duration) { r.silence = min(most, r.mostSilence()) }

func (r *Repo) mostSilence() time.Duration { return cmp.Or(r.silence, mostSilence) }

// silence counts for how long a talk has moved no byte. It counts looks and reads no clock: a
// machine that slept, or a command that was stopped and continued, was not silent meanwhile.
type silence struct {
	most  time.Duration
	moved func(pid int) (bytes uint64, known bool) // by all gits of the talk, so far
	asks  func(pid int) bool                       // whether a person is asked just now

	last  uint64
	lasts time.Duration
}

// look returns ErrSilent when the silence has lasted too long. It is called every lookAgain.
func (s *silence) look(pid int) error {
	now, known := s.moved(pid)
	if !known || now != s.last || s.asks(pid) {
		s.last, s.lasts = now, 0
		return nil
	}
	if s.lasts += lookAgain; s.lasts < s.most {
		return nil
	}
	return fmt.Errorf("%w: it sent and took nothing for %s", ErrSilent, s.most)
}

// fellSilent reports whether git itself gave up, as it does over HTTP: http.lowSpeedTime.
func fellSilent(failed *gitError) bool {
	return strings.Contains(failed.stderr, "Operation too slow")
}
