package remote

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"casefile/internal/casebook"
	"casefile/internal/store"
)

// ClocksError says that this machine's clock is ahead of the server's, so that the server refuses
// what this machine dates. It is casebook.ErrClock.
type ClocksError struct {
	Server, Here time.Time
	Said         error // the server's refusal
}

func (e *ClocksError) Error() string {
	return fmt.Sprintf("%v: this machine's says %s, and the server's says %s", casebook.ErrClock,
		e.Here.UTC().Format(time.RFC3339), e.Server.UTC().Format(time.RFC3339))
}

func (e *ClocksError) Unwrap() []error { return []error{casebook.ErrClock, e.Said} }

// ErrServerClock says that a server refused a time by a clock that must itself be wrong.
var ErrServerClock = errors.New("the server's clock can't be right, and it takes nothing by it")

// timeLine begins the line in which a hook that refuses a time gives the server's own time, in
// seconds (FORMAT.md, 9).
const timeLine = "Casefile-Time: "

// latestTime is the beginning of the year 10000, in seconds: clocks show at most four digits.
const latestTime = 253402300800

// serverTime returns the server's clock from a refusal of a time as ahead; false where it refused
// for another reason, or gives no time.
func serverTime(err error) (at time.Time, ok bool) {
	refused, ok := errors.AsType[*store.PushError](err)
	if !ok || !errors.Is(err, store.ErrRefused) {
		return at, false
	}
	for _, line := range refused.Reasons {
		if text, found := strings.CutPrefix(line, timeLine); found {
			seconds, err := strconv.ParseInt(text, 10, 64)
			if err == nil && seconds > 0 && seconds < latestTime &&
				strconv.FormatInt(seconds, 10) == text {
				return time.Unix(seconds, 0).UTC(), true
			}
		}
	}
	return at, false
}

// aheadAnswered handles a server's refusal of a time as ahead. If this clock is ahead of the
// server's, it returns a ClocksError: only setting the clock helps. If the clocks agree, an earlier
// wrong clock dated something. Own work that is dated ahead is then recorded again, and later
// commits may be dated before it. That is tried once.
func (s *session) aheadAnswered(ctx context.Context, refused error) error {
	server, ok := serverTime(refused)
	if !ok || s.passed {
		return refused
	}
	if why, err := s.book.ServerClockFault(ctx, server); err != nil || why != "" {
		return cmp.Or(err, fmt.Errorf("%w: it says %s, and %s", ErrServerClock,
			server.Format(time.RFC3339), why))
	}
	if s.book.NoteServerClock(server) {
		return &ClocksError{Server: server, Here: s.book.Now(), Said: refused}
	}
	s.passed, s.out.Server = true, server
	s.book.RefusedAhead()
	return nil
}
