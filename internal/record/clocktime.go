package record

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"casefile/internal/pattern"
)

// ClockError says that a time of day without its zone names no instant, or two: the
// clocks went forward over it, or back to it.
type ClockError struct {
	Day    Date
	Clock  string // 01:30
	Zone   *time.Location
	Twice  bool
	Either [2]time.Time // what may be meant, the earlier first
}

func (e *ClockError) Error() string {
	if e.Twice {
		return fmt.Sprintf("clocks showed %s twice on %s in %s", e.Clock, e.Day, e.Zone)
	}
	return fmt.Sprintf("no clock showed %s on %s in %s", e.Clock, e.Day, e.Zone)
}

// Hint returns the words that say what to write instead.
func (e *ClockError) Hint() string {
	return fmt.Sprintf("write %s or %s",
		e.Either[0].In(e.Zone).Format(PointForm), e.Either[1].In(e.Zone).Format(PointForm))
}

func (e *ClockError) Unwrap() error { return ErrDate }

// ClockTime returns the instant at which the clocks of a zone showed a time of day. A ClockError
// where they never did, or did twice: only a person knows what is meant.
func ClockTime(day Date, hour, minute int, zone *time.Location) (time.Time, error) {
	wall := time.Date(day.Year, day.Month, day.Day, hour, minute, 0, 0, time.UTC)
	read := func(at time.Time) time.Time { // the wall's time by the offset of that day
		_, offset := at.In(zone).Zone()
		return wall.Add(-time.Duration(offset) * time.Second).In(zone)
	}
	before, after := read(wall.AddDate(0, 0, -1)), read(wall.AddDate(0, 0, 1))
	shows := func(t time.Time) bool {
		return DateOf(t) == day && t.Hour() == hour && t.Minute() == minute
	}
	either := []time.Time{before, after}
	slices.SortFunc(either, time.Time.Compare)
	wrong := &ClockError{Day: day, Clock: wall.Format(clockForm), Zone: zone,
		Twice: shows(before) && shows(after), Either: [2]time.Time(either)}
	switch {
	case before.Equal(after):
		return before, nil
	case wrong.Twice || !shows(before) && !shows(after):
		return time.Time{}, wrong
	case shows(before):
		return before, nil
	}
	return after, nil
}

// zonelessForm is a day and a time of day as people write them, without the zone.
var zonelessForm = pattern.Of(`^(\d{4}-\d\d-\d\d)[T ](\d\d):(\d\d)$`)

// Zoned reads a day and a time of day without its zone by a zone's clocks. False where
// the text is of another form.
func Zoned(s string, zone *time.Location) (at time.Time, ok bool, err error) {
	m := zonelessForm().FindStringSubmatch(s)
	if m == nil {
		return time.Time{}, false, nil
	}
	day, err := ParseDate(m[1])
	if err != nil {
		return time.Time{}, true, err
	}
	hour, _ := strconv.Atoi(m[2]) // the form has digits only
	minute, _ := strconv.Atoi(m[3])
	if hour > 23 || minute > 59 {
		return time.Time{}, true, fmt.Errorf("%w: no day has %s:%s", ErrDate, m[2], m[3])
	}
	at, err = ClockTime(day, hour, minute, zone)
	return at, true, err
}
