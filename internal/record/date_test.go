package record

import (
	"errors"
	"testing"
	"time"
)

func date(t testing.TB, s string) Date {
	t.Helper()
	d, err := ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestParseDate(t *testing.T) {
	for _, good := range []string{"2026-03-06", "2024-02-29", "0001-01-01", "9999-12-31"} {
		if got := date(t, good).String(); got != good {
			t.Errorf("%s became %s", good, got)
		}
	}
	for _, bad := range []string{"", "2026-3-06", "2026-03-6", "2026-02-29", "2026-13-01",
		"2026-00-01", "2026-03-00", "06-03-2026", "2026-03-06T10:00Z", "20260306", " 2026-03-06",
		"+026-03-06"} {
		if d, err := ParseDate(bad); !errors.Is(err, ErrDate) || !d.IsZero() {
			t.Errorf("%q: %v, %v", bad, d, err)
		}
	}
}

// What is said of a day that no calendar has. 1900 was no leap year, and 2000 was one.
func TestWhyNoDay(t *testing.T) {
	for day, want := range map[string]string{
		"2026-02-30": "February 2026 has the days 01 to 28",
		"1900-02-29": "February 1900 has the days 01 to 28",
		"2000-02-30": "February 2000 has the days 01 to 29",
		"2026-04-31": "April 2026 has the days 01 to 30",
		"2026-12-00": "December 2026 has the days 01 to 31",
		"2026-13-01": "a year has the months 01 to 12",
		"2026-00-10": "a year has the months 01 to 12",
		"0000-05-01": "there is no year 0",
	} {
		for _, text := range []string{day, day + "T10:00Z"} {
			_, err := ParsePoint(text)
			if want := "not a date: no calendar has " + day + ", " + want; err == nil ||
				err.Error() != want {
				t.Errorf("%s: %v, want %s", text, err, want)
			}
		}
	}
}

// A day begins and ends by the agency's clocks, wherever the time beside it was written.
func TestBackwards(t *testing.T) {
	for _, tt := range []struct {
		zone, text string
		want       bool
	}{
		{"Europe/London", "2026-07-01/2026-07-01T00:30+01:00", false}, // 30 June, 23:30 UTC
		{"Europe/London", "2026-07-01/2026-07-01T00:00+01:00", false},
		{"Europe/London", "2026-07-01/2026-06-30T23:59+01:00", true},
		{"UTC", "2026-07-01/2026-07-01T00:30+01:00", true},
		{"Europe/London", "2026-07-01T23:59+01:00/2026-07-01", false},
		{"Europe/London", "2026-07-02T00:00+01:00/2026-07-01", true},
		// an hour, as clocks go back
		{"Europe/London", "2026-10-25T01:30+01:00/2026-10-25T01:30+00:00", false},
		{"Europe/London", "2026-10-25T01:30+01:00/2026-10-25T01:10+00:00", false},
		{"Pacific/Auckland", "2026-07-01/2026-06-30T13:00Z", false}, // there 1 July, 01:00
		{"America/New_York", "2026-07-01T03:00Z/2026-06-30", false}, // there 30 June, 23:00
	} {
		zone, err := time.LoadLocation(tt.zone)
		if err != nil {
			t.Fatal(err)
		}
		o, err := ParseOccurred(tt.text)
		if err != nil || o.Backwards(zone) != tt.want {
			t.Errorf("%s in %s: %v, %v, want %v", tt.text, tt.zone, o.Backwards(zone), err, tt.want)
		}
	}
	for _, nowhere := range []string{"2026-07-02/2026-07-01",
		"2026-07-01T10:00Z/2026-07-01T10:30+01:00",
		"2026-07-02T12:00Z/2026-07-01", "2026-07-01/2026-06-30T09:59Z"} {
		if _, err := ParseOccurred(nowhere); !errors.Is(err, ErrDate) {
			t.Errorf("%s is taken, and is backwards in every zone: %v", nowhere, err)
		}
	}
}

func TestDateArithmetic(t *testing.T) {
	tests := []struct {
		what      string
		got, want string
	}{
		{"a year after 29 February is the later day", date(t, "2024-02-29").AddYears(1).String(),
			"2025-03-01"},
		{"four years after it there is one", date(t, "2024-02-29").AddYears(4).String(),
			"2028-02-29"},
		{"75 years", date(t, "2016-11-20").AddYears(75).String(), "2091-11-20"},
		{"a month after 31 January", date(t, "2026-01-31").AddMonths(1).String(), "2026-02-28"},
		{"in a leap year", date(t, "2024-01-31").AddMonths(1).String(), "2024-02-29"},
		{"a month after 3 September", date(t, "2026-09-03").AddMonths(1).String(), "2026-10-03"},
		{"over a year's end", date(t, "2025-11-30").AddMonths(3).String(), "2026-02-28"},
		{"backwards", date(t, "2026-03-31").AddMonths(-1).String(), "2026-02-28"},
		{"days", date(t, "2026-02-27").AddDays(2).String(), "2026-03-01"},
		{"the end of the year", date(t, "2026-02-27").YearEnd().String(), "2026-12-31"},
		{"none", Date{}.String(), ""},
	}
	for _, tt := range tests {
		if tt.got != tt.want {
			t.Errorf("%s: %s, want %s", tt.what, tt.got, tt.want)
		}
	}
	a, b := date(t, "2026-03-06"), date(t, "2026-04-05")
	if !a.Before(b) || a.After(b) || a.Before(a) || b.Compare(a) != 1 || a.DaysUntil(b) != 30 ||
		b.DaysUntil(a) != -30 {
		t.Error("days are out of order")
	}
}

func TestAge(t *testing.T) {
	born := date(t, "2016-11-20")
	for on, want := range map[string][2]int{"2026-03-06": {9, 3}, "2026-11-19": {9, 11},
		"2026-11-20": {10, 0}, "2016-11-20": {0, 0}} {
		if y, m := born.AgeOn(date(t, on)); [2]int{y, m} != want {
			t.Errorf("on %s: %dy%dm", on, y, m)
		}
	}
}

func TestParseOccurred(t *testing.T) {
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ in, earliest, latest, day string }{
		{"2026-03-06", "2026-03-06T00:00:00Z", "2026-03-06T23:59:59Z", "2026-03-06"},
		{"2026-07-06", "2026-07-05T23:00:00Z", "2026-07-06T22:59:59Z", "2026-07-06"}, // summer time
		// 23 hours long
		{"2026-03-29", "2026-03-29T00:00:00Z", "2026-03-29T22:59:59Z", "2026-03-29"},
		{"2026-03-06T14:30Z", "2026-03-06T14:30:00Z", "2026-03-06T14:30:00Z", "2026-03-06"},
		{"2026-03-06T14:30:05+02:00", "2026-03-06T12:30:05Z", "2026-03-06T12:30:05Z", "2026-03-06"},
		{"2026-07-06T23:30Z", "2026-07-06T23:30:00Z", "2026-07-06T23:30:00Z", "2026-07-07"},
		{"2026-03-01/2026-03-05", "2026-03-01T00:00:00Z", "2026-03-05T23:59:59Z", "2026-03-01"},
		{"2026-03-06/2026-03-06T10:00Z", "2026-03-06T00:00:00Z", "2026-03-06T10:00:00Z",
			"2026-03-06"},
		{"about 2026", "2026-01-01T00:00:00Z", "2026-12-31T23:59:59Z", "2026-01-01"},
		{"about 2024-02", "2024-02-01T00:00:00Z", "2024-02-29T23:59:59Z", "2024-02-01"},
		{"about 2026-03-06", "2026-03-06T00:00:00Z", "2026-03-06T23:59:59Z", "2026-03-06"},
	}
	for _, tt := range tests {
		o, err := ParseOccurred(tt.in)
		if err != nil {
			t.Errorf("%q: %v", tt.in, err)
			continue
		}
		first, last := o.Earliest(london).UTC().Format(time.RFC3339),
			o.Latest(london).UTC().Format(time.RFC3339)
		if first != tt.earliest || last != tt.latest || o.day(london).String() != tt.day ||
			o.String() != tt.in || o.IsZero() {
			t.Errorf("%q: %s to %s on %s", tt.in, first, last, o.day(london))
		}
	}
}

func TestParseOccurredRefuses(t *testing.T) {
	for _, bad := range []string{"", "unknown", "today", "2026", "2026-03", "2026-02-30", "about",
		"about 26", "about 2026-13", "about 2026-02-30", "about  2026",
		"2026-03-06T14:30", "2026-03-06 14:30Z", "2026-03-06T14Z", "2026-03-06T9:30Z",
		"2026-03-06T24:00Z", "2026-03-06T14:60Z", "2026-03-06T14:30:61Z", "2026-03-06T14:30:05.5Z",
		"2026-03-06T14:30+0100", "2026-03-06t14:30z", "2026-03-05/", "/2026-03-05",
		"2026-03-05/2026-03-04", "2026-03-05/2026-03-06/2026-03-07", "2026-03-05/about 2026"} {
		if o, err := ParseOccurred(bad); !errors.Is(err, ErrDate) {
			t.Errorf("%q: %v, %v", bad, o, err)
		}
	}
	if _, err := ParseInstant("2026-03-06"); !errors.Is(err, ErrDate) {
		t.Errorf("a day is no instant: %v", err)
	}
}

func FuzzParseOccurred(f *testing.F) {
	for _, s := range []string{"2026-03-06", "2026-03-06T14:30+00:00",
		"2026-03-01/2026-03-05T10:00:00Z", "about 2026-03"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		o, err := ParseOccurred(s)
		if err != nil {
			if !errors.Is(err, ErrDate) {
				t.Fatal(err)
			}
			return
		}
		if o.String() != s || o.Latest(time.UTC).Before(o.Earliest(time.UTC)) ||
			o.day(time.UTC).IsZero() {
			t.Fatalf("%q: %v to %v", s, o.Earliest(time.UTC), o.Latest(time.UTC))
		}
	})
}
