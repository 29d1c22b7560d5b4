package record

import (
	"errors"
	"fmt"
	"time"
)

// Date is a day of the calendar with no zone. The zero value means none.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

var errBackwards = errors.New("ends before it begins")

// ErrDate says that a text is no date or time of the accepted forms.
var ErrDate = errors.New("not a date")

// isDay reports whether a text has the form YYYY-MM-DD.
func isDay(s string) bool {
	for i := range len(s) {
		switch c := s[i]; {
		case i == 4 || i == 7:
			if c != '-' {
				return false
			}
		case c < '0' || c > '9':
			return false
		}
	}
	return len(s) == len(time.DateOnly)
}

// ParseDate reads YYYY-MM-DD and refuses days that the calendar lacks. Years run from
// 0001 to 9999.
func ParseDate(s string) (Date, error) {
	if !isDay(s) {
		return Date{}, fmt.Errorf("%w: %q (want YYYY-MM-DD)", ErrDate, s)
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() == 0 {
		return Date{}, &noDayError{s, whyNoDay(s)}
	}
	return DateOf(t), nil
}

// noDayError is of a text that has the form of a day, and is none.
type noDayError struct{ day, why string }

func (e *noDayError) Error() string { return ErrDate.Error() + ": " + e.means() }

func (e *noDayError) means() string { return "no calendar has " + e.day + ", " + e.why }

func (e *noDayError) Unwrap() error { return ErrDate }

// whyNoDay says what a day of the right form, which no calendar has, gets wrong.
func whyNoDay(s string) string {
	month, err := time.Parse("2006-01", s[:len("2006-01")])
	switch {
	case s[:4] == "0000":
		return "there is no year 0"
	case err != nil:
		return "a year has the months 01 to 12"
	}
	return fmt.Sprintf("%s has the days 01 to %d",
		month.Format("January 2006"), month.AddDate(0, 1, -1).Day())
}

// DateOf returns the day on which t falls in its own zone.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// IsZero reports whether there is no date.
func (d Date) IsZero() bool { return d == Date{} }

// String gives YYYY-MM-DD, or "" for none.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// Long returns the day in words, as 3 March 2026, or "" for none.
func (d Date) Long() string {
	if d.IsZero() {
		return ""
	}
	return d.At(time.UTC).Format("2 January 2006")
}

// MarshalText makes JSON show the date as String does.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (d *Date) UnmarshalText(text []byte) error {
	*d = Date{}
	if len(text) == 0 {
		return nil
	}
	read, err := ParseDate(string(text))
	*d = read
	return err
}

// At returns the first instant of the day in a zone.
func (d Date) At(zone *time.Location) time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, zone)
}

// Before reports whether d is an earlier day than o.
func (d Date) Before(o Date) bool { return d.Compare(o) < 0 }

// After reports whether d is a later day than o.
func (d Date) After(o Date) bool { return d.Compare(o) > 0 }

// Compare returns -1, 0 or 1 if d is before, the same as or after o.
func (d Date) Compare(o Date) int {
	return d.At(time.UTC).Compare(o.At(time.UTC))
}

// AddDays moves by days of the calendar.
func (d Date) AddDays(n int) Date { return DateOf(d.At(time.UTC).AddDate(0, 0, n)) }

// AddYears returns the same day n years on. 29 February becomes 1 March in a common year: the later
// of the two candidates, so that nothing is destroyed a day too early.
func (d Date) AddYears(n int) Date {
	return DateOf(time.Date(d.Year+n, d.Month, d.Day, 0, 0, 0, 0, time.UTC))
}

// AddMonths returns the corresponding day n months on, or the last day of that month where it has
// no such day (31 January and one month: 28 or 29 February).
func (d Date) AddMonths(n int) Date {
	first := time.Date(d.Year, d.Month+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return Date{first.Year(), first.Month(), min(d.Day, last)}
}

// YearEnd returns 31 December of the date's year.
func (d Date) YearEnd() Date { return Date{d.Year, time.December, 31} }

// DaysUntil counts days from d to o, negative where o is earlier.
func (d Date) DaysUntil(o Date) int {
	return int(o.At(time.UTC).Sub(d.At(time.UTC)) / (24 * time.Hour))
}

// AgeOn returns the age in whole years and months of somebody born on d.
func (d Date) AgeOn(o Date) (years, months int) {
	months = (o.Year-d.Year)*12 + int(o.Month) - int(d.Month)
	if o.Day < d.Day {
		months--
	}
	return months / 12, months % 12
}
