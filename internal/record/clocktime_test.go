package record

import (
	"errors"
	"testing"
	"time"
)

// In London clocks went forward on 29 March 2026, 26 March 2023 and 31 March 2024 at
// 01:00, and back on 25 October 2026 and 29 October 2023 at 02:00. In New York they went
// forward on 8 March 2026 at 02:00; in Kolkata they stay.
func TestClockTime(t *testing.T) {
	for _, tt := range []struct{ zone, typed, want, hint string }{
		{"Europe/London", "2026-03-28 01:30", "2026-03-28T01:30:00Z", ""},
		{"Europe/London", "2026-03-29 00:59", "2026-03-29T00:59:00Z", ""},
		{"Europe/London", "2026-03-29 01:00", "",
			"write 2026-03-29T00:00+00:00 or 2026-03-29T02:00+01:00"},
		{"Europe/London", "2026-03-29T01:30", "",
			"write 2026-03-29T00:30+00:00 or 2026-03-29T02:30+01:00"},
		{"Europe/London", "2026-03-29 01:59", "",
			"write 2026-03-29T00:59+00:00 or 2026-03-29T02:59+01:00"},
		{"Europe/London", "2026-03-29 02:00", "2026-03-29T01:00:00Z", ""},
		{"Europe/London", "2024-03-31 01:15", "",
			"write 2024-03-31T00:15+00:00 or 2024-03-31T02:15+01:00"},
		{"Europe/London", "2026-10-25 00:59", "2026-10-24T23:59:00Z", ""},
		{"Europe/London", "2026-10-25 01:30", "",
			"write 2026-10-25T01:30+01:00 or 2026-10-25T01:30+00:00"},
		{"Europe/London", "2026-10-25 02:00", "2026-10-25T02:00:00Z", ""},
		{"Europe/London", "2023-10-29 01:00", "",
			"write 2023-10-29T01:00+01:00 or 2023-10-29T01:00+00:00"},
		{"Europe/London", "2026-07-01 12:00", "2026-07-01T11:00:00Z", ""},
		{"America/New_York", "2026-03-08 02:30", "",
			"write 2026-03-08T01:30-05:00 or 2026-03-08T03:30-04:00"},
		{"America/New_York", "2026-03-29 01:30", "2026-03-29T05:30:00Z", ""},
		{"Asia/Kolkata", "2026-03-29 01:30", "2026-03-28T20:00:00Z", ""},
		{"UTC", "2026-03-29 01:30", "2026-03-29T01:30:00Z", ""},
	} {
		zone, err := time.LoadLocation(tt.zone)
		if err != nil {
			t.Fatal(err)
		}
		at, ok, err := Zoned(tt.typed, zone)
		var clock *ClockError
		switch {
		case !ok:
			t.Errorf("%s is not read", tt.typed)
		case tt.hint == "" && (err != nil || at.UTC().Format(time.RFC3339) != tt.want):
			t.Errorf("%s in %s is %s, %v; want %s", tt.typed, tt.zone, at, err, tt.want)
		case tt.hint != "" && (!errors.As(err, &clock) || !errors.Is(err, ErrDate) ||
			clock.Hint() != tt.hint):
			t.Errorf("%s in %s is %s, %v, want the hint %q", tt.typed, tt.zone, at, err, tt.hint)
		}
	}
}

func TestZonedTakesNoOtherForm(t *testing.T) {
	for _, s := range []string{"", "01:30", "2026-03-29", "2026-03-29T01:30Z",
		"2026-03-29T01:30:00"} {
		if _, ok, err := Zoned(s, time.UTC); ok || err != nil {
			t.Errorf("%q is read: %v", s, err)
		}
	}
	for _, s := range []string{"2026-02-30 10:00", "2026-03-29 24:00", "2026-03-29 10:60"} {
		if _, ok, err := Zoned(s, time.UTC); !ok || !errors.Is(err, ErrDate) {
			t.Errorf("%q: %v, %v", s, ok, err)
		}
	}
}
