package cli

import (
	"errors"
	"time"

	"casefile/internal/record"
)

// dayFlag parses a flag that names a day.
func dayFlag(flag, text string) (record.Date, error) {
	day, err := record.ParseDate(text)
	if err != nil {
		return day, withHint(usage("--%s: %v", flag, err), "write a day as 2026-03-06")
	}
	return day, nil
}

// pointFlag parses a flag that names a day, or a time with its zone. A time without a zone gets
// that of the agency's clocks, if they showed it exactly once.
func pointFlag(flag, text string, zone *time.Location) (record.Point, error) {
	at, zoneless, err := record.Zoned(text, zone)
	p := record.Point{Date: record.DateOf(at), Time: at}
	if !zoneless {
		p, err = record.ParsePoint(text)
	}
	if err == nil {
		return p, nil
	}
	hint := "write a day as 2026-03-06, or a time as 2026-03-06T14:30+00:00"
	var clock *record.ClockError
	if errors.As(err, &clock) {
		hint = clock.Hint()
	}
	return p, withHint(usage("--%s: %v", flag, err), "%s", hint)
}
