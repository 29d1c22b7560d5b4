package cases

import (
	"time"

	"casefile/internal/record"
)

// hour is the instant that a case is folded at. It is the only one who knows it: the fold
// asks it whether a time has come, and it remembers between which instants all its answers
// stay as they are. So what a fold says is known to last until then, whatever the fold asks.
type hour struct {
	now   time.Time
	today record.Date // in zone
	zone  *time.Location
	// answers are the same from the one to before the other; zero = without end
	from, until time.Time
}

// saw notes an instant at which an answer changes.
func (h *hour) saw(turn time.Time) {
	switch {
	case turn.After(h.now):
		if h.until.IsZero() || turn.Before(h.until) {
			h.until = turn
		}
	case turn.After(h.from):
		h.from = turn
	}
}

// sawDay notes the first instant of a day. Where the clocks go forward at midnight the day has
// no such hour, and any instant about it may be the one.
func (h *hour) sawDay(d record.Date) {
	if d.IsZero() {
		return // of no clock
	}
	turn := d.At(h.zone)
	h.saw(turn)
	if record.DateOf(turn) != d || record.DateOf(turn.Add(-time.Second)) == d {
		h.saw(turn.Add(-2 * time.Hour))
		h.saw(turn.Add(2 * time.Hour))
	}
}

// late returns the delay of a thing now, and 0 while it is in time. That changes with each second,
// so only the fact that it is late may be stored.
func (h *hour) late(due time.Time) time.Duration {
	h.saw(due.Truncate(time.Minute).Add(time.Minute)) // see Passed
	return Passed(due, h.now)
}

// has reports whether an instant has come.
func (h *hour) has(come time.Time) bool {
	h.saw(come)
	return !come.After(h.now)
}

// begun reports whether a day has begun.
func (h *hour) begun(d record.Date) bool {
	h.sawDay(d)
	return !d.After(h.today)
}

// over reports whether a day is over.
func (h *hour) over(d record.Date) bool {
	h.sawDay(d.AddDays(1))
	return d.Before(h.today)
}

// covering returns the cover for a key worker today.
func (h *hour) covering(covers []Cover, worker string) (Cover, bool) {
	for _, c := range covers {
		if c.For == worker {
			h.sawDay(c.From)
			h.sawDay(c.Until.AddDays(1))
		}
	}
	return Covering(covers, worker, h.today)
}

// Lasts returns the instants between which all that was asked of the case up to now stays as it is,
// as far as no more is recorded: from the first, and before the second. Zero is without end. By how
// much something is late is not among it.
func (c *Case) Lasts() (from, until time.Time) { return c.hour.from, c.hour.until }
