package cases

import (
	"slices"
	"time"

	"casefile/internal/record"
)

// planned returns the clock of a day that we set ourselves: an action's, or that of the next look.
// A day can be put off while it has not passed, which is a new plan. Once it has passed, what was
// not done is late, and a later day is a correction. A text that names no day leaves the one before
// it.
func (c *Case) planned(t *Thread, of func(*Item) record.Date) begun {
	var b begun
	var all []clockReading
	for _, v := range t.oldestFirst() {
		if day := of(v); !day.IsZero() {
			b.current = c.endOf(day)
		}
		putOff := !v.Recorded.After(b.due)
		if b.due.IsZero() || putOff || b.current.Before(b.due) {
			b.due = b.current
		}
		all = append(all, clockReading{v, b.current})
	}
	if !b.current.Equal(b.due) {
		b.corrections = append(b.corrections, c.correction(t, all))
	}
	for _, v := range t.Concurrent { // the earlier of two that were recorded apart
		if day := of(v); !day.IsZero() && c.endOf(day).Before(b.due) {
			b.due = c.endOf(day)
		}
	}
	return b
}

// dayOf reads a day of a version.
func dayOf(field string) func(*Item) record.Date {
	return func(v *Item) record.Date { return v.Date(field) }
}

// dayOrNone returns the day of an instant, none where there is no instant.
func (c *Case) dayOrNone(at time.Time) record.Date {
	if at.IsZero() {
		return record.Date{}
	}
	return c.day(at)
}

// dayRead holds the days that all versions of an entry give, and the day of the standing text.
type dayRead struct {
	worst, current record.Date
	correction     []Correction
}

// dayRead reads a day of an entry as the version has it that is worst for a clock: the
// latest, or the earliest. Days that nobody named are passed over.
func (c *Case) dayRead(t *Thread, field string, latest bool) dayRead {
	d := dayRead{current: t.Date(field)}
	for _, v := range t.oldestFirst() {
		day := v.Date(field)
		if worse := day.Before(d.worst) != latest; !day.IsZero() && (d.worst.IsZero() || worse) {
			d.worst = day
		}
	}
	if d.worst != d.current {
		said := readings(t, func(v *Item) time.Time { return v.Date(field).At(time.UTC) })
		d.correction = []Correction{c.correction(t, said)}
	}
	return d
}

// merged returns corrections of one clock, in the order in which they were made.
func merged(all ...[]Correction) []Correction {
	out := slices.Concat(all...)
	slices.SortStableFunc(out, func(a, b Correction) int { return a.On.Compare(b.On) })
	return out
}
