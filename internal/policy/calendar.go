package policy

import (
	"slices"
	"sync"
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/gb"

	"casefile/internal/record"
)

// Calendar counts working days in one zone: Monday to Friday without the bank
// holidays that the policy names.
type Calendar struct {
	zone     *time.Location
	holidays []*cal.Holiday
	once     []record.Date // a holiday in that year only
	moved    []record.Date // what a holiday was in that year moved away from
	extra    []record.Date
	// year to []record.Date: when its holidays are kept, once they were worked out
	observed sync.Map
}

func newCalendar(zone *time.Location, c Clock) *Calendar {
	out := &Calendar{zone: zone, extra: c.ExtraHolidays}
	if c.Holidays == HolidaysEngland {
		out.holidays = gb.Holidays // the list for England and Wales
		out.once, out.moved = proclaimedDays(), movedDays()
	}
	return out
}

// workingDay reports whether the agency works on a day. A bank holiday at a
// weekend is kept on its substitute day (Banking and Financial Dealings Act
// 1971, Schedule 1).
func (c *Calendar) workingDay(d record.Date) bool {
	day := d.At(time.UTC)
	if wd := day.Weekday(); wd == time.Saturday || wd == time.Sunday {
		return false
	}
	return !slices.Contains(c.extra, d) && !c.bankHoliday(d)
}

func (c *Calendar) bankHoliday(d record.Date) bool {
	if slices.Contains(c.once, d) || slices.Contains(c.moved, d) {
		return !slices.Contains(c.moved, d)
	}
	return slices.Contains(c.observedIn(d.Year), d)
}

// observedIn returns the days on which the holidays of a year are kept. It works Easter out once,
// not for each day that a long chronology asks about.
func (c *Calendar) observedIn(year int) []record.Date {
	if days, ok := c.observed.Load(year); ok {
		return days.([]record.Date)
	}
	var days []record.Date
	for _, h := range c.holidays {
		if _, observed := h.Calc(year); !observed.IsZero() {
			days = append(days, record.DateOf(observed))
		}
	}
	c.observed.Store(year, days)
	return days
}

// nextWorkingDay returns d itself if the agency works then, and otherwise the first day after it on
// which it does.
func (c *Calendar) nextWorkingDay(d record.Date) record.Date {
	for !c.workingDay(d) {
		d = d.AddDays(1)
	}
	return d
}

// AddWorkingDays returns the last second of the n-th working day after the day of t. The day of the
// event itself is not counted, the usual reading of "within n days of" (Lester v Garland, 1808).
// The whole of the last day may be used. With n = 0 it returns the end of that day, or of the next
// working day.
func (c *Calendar) AddWorkingDays(t time.Time, n int) time.Time {
	d := c.day(t)
	for range n {
		d = c.nextWorkingDay(d.AddDays(1))
	}
	return c.EndOf(c.nextWorkingDay(d))
}

// WorkingDaysBetween counts the working days after a, up to b and with it; 0
// where b is not after a. So AddWorkingDays(a, n) ends on a day that is n
// away.
func (c *Calendar) WorkingDaysBetween(a, b record.Date) int {
	n := 0
	for d := a.AddDays(1); !d.After(b); d = d.AddDays(1) {
		if c.workingDay(d) {
			n++
		}
	}
	return n
}

// EndOf returns the last second of a day in the agency's zone.
func (c *Calendar) EndOf(d record.Date) time.Time {
	return d.AddDays(1).At(c.zone).Add(-time.Second)
}

// LastOf returns the day whose last second an instant is, so that the whole of the day may be used;
// zero for any other instant.
func (c *Calendar) LastOf(t time.Time) record.Date {
	if day := c.day(t); t.Equal(c.EndOf(day)) {
		return day
	}
	return record.Date{}
}

// SameDay returns the end of the day of t, whether or not the agency works then.
func (c *Calendar) SameDay(t time.Time) time.Time { return c.EndOf(c.day(t)) }

// addElapsed moves by real hours: 24 of them across a change of the clock end
// an hour earlier or later by the clock on the wall.
func (c *Calendar) addElapsed(t time.Time, hours int) time.Time {
	return t.Add(time.Duration(hours) * time.Hour)
}

// Due returns the last instant of a span that begins at t.
func (c *Calendar) Due(t time.Time, s Span) time.Time {
	switch s.Unit {
	case SameDay:
		return c.SameDay(t)
	case ElapsedHours:
		return c.addElapsed(t, s.N)
	case WorkingDays:
		return c.AddWorkingDays(t, s.N)
	}
	return c.EndOf(s.From(c.day(t)))
}

func (c *Calendar) day(t time.Time) record.Date { return record.DateOf(t.In(c.zone)) }
