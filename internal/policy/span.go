package policy

import (
	"fmt"

	"casefile/internal/record"
)

// Unit is the unit of a span of time.
type Unit string

// The units that casefile.yaml may use.
const (
	SameDay      Unit = "same_day" // until the day ends
	ElapsedHours Unit = "elapsed_hours"
	WorkingDays  Unit = "working_days"
	Days         Unit = "days"
	Weeks        Unit = "weeks"
	Months       Unit = "months"
)

// Span is a length of time as a policy states it. The zero Span is none.
type Span struct {
	N    int
	Unit Unit
}

// String returns the span in words: 5 working days.
func (s Span) String() string {
	name := map[Unit]string{ElapsedHours: "hour", WorkingDays: "working day", Days: "day",
		Weeks: "week", Months: "month"}[s.Unit]
	switch {
	case s.Unit == SameDay:
		return "the same day"
	case s.N == 1:
		return "1 " + name
	}
	return fmt.Sprintf("%d %ss", s.N, name)
}

// From returns the day on which a span of days, weeks or months from d ends.
func (s Span) From(d record.Date) record.Date {
	switch s.Unit {
	case Weeks:
		return d.AddDays(7 * s.N)
	case Months:
		return d.AddMonths(s.N)
	case Days:
		return d.AddDays(s.N)
	}
	return d
}
