package record

import (
	"testing"
	"time"
)

// 29 March 2026 is the day on which clocks go forward in London: 10:00 is BST.
func TestTypedTime(t *testing.T) {
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 3, 29, 10, 0, 0, 0, london)
	for _, tt := range []struct{ typed, want string }{
		{"", "2026-03-29"},
		{"today", "2026-03-29"},
		{"Yesterday", "2026-03-28"},
		{"08:50", "2026-03-29T08:50+01:00"},
		{"  8:50 ", "2026-03-29T08:50+01:00"},
		{"today 00:30", "2026-03-29T00:30+00:00"}, // before the change
		{"yesterday 23:00", "2026-03-28T23:00+00:00"},
		{"2026-03-05", "2026-03-05"},
		{"2026-03-05 14:30", "2026-03-05T14:30+00:00"},
		{"2026-03-05T14:30+00:00", "2026-03-05T14:30+00:00"},
		{"2026-03-05T14:30Z", "2026-03-05T14:30Z"},
		{"about 2026-03", "about 2026-03"},
		{"2026-03-01/2026-03-05", "2026-03-01/2026-03-05"},
		{"9.50", "2026-03-29T09:50+01:00"},
		{"9.50 am", "2026-03-29T09:50+01:00"},
		{"at 9am", "2026-03-29T09:00+01:00"},
		{"yesterday 3pm", "2026-03-28T15:00+00:00"},
		{"Yesterday at 3.20 p.m.", "2026-03-28T15:20+00:00"},
		{"3:20PM yesterday", "2026-03-28T15:20+00:00"},
		{"noon yesterday", "2026-03-28T12:00+00:00"},
		{"12 pm yesterday", "2026-03-28T12:00+00:00"},
		{"12:05am today", "2026-03-29T00:05+00:00"},
		{"5 March 2026", "2026-03-05"},
		{"on 5th Mar 2026, 14:30", "2026-03-05T14:30+00:00"},
		{"2026-03-05 at 2.30pm", "2026-03-05T14:30+00:00"},
		{"3", ""},    // of the day, or of the month
		{"1520", ""}, // a time, or a year
		{"3 yesterday", ""},
		{"15pm", ""},
		{"0 am", ""},
		{"9 a", ""},
		{"9m", ""},
		{"30 February 2026", ""},
		{"5 Mars 2026", ""},
		{"5 March", ""},    // of which year
		{"3pm", ""},        // has not been yet
		{"10:01", ""},      // has not been yet
		{"2026-03-30", ""}, // nor has tomorrow
		{"about 2027", ""},
		{"25:00", ""},
		{"soon", ""},
		{"yesterday evening", ""},
		{"2026-02-30", ""},
		{"2026-02-30 10:00", ""},
		{"01:30", ""}, // the clocks jumped over it this morning
		{"today 1:59", ""},
		{"2026-03-29 01:00", ""},
		{"2026-03-29T01:30", ""},
		{"2026-03-29T01:30+00:00", "2026-03-29T01:30+00:00"}, // with its zone it is a time
		{"2026-03-29 02:00", "2026-03-29T02:00+01:00"},
		{"2026-03-05T14:30", "2026-03-05T14:30+00:00"},
		{"2025-10-26 01:30", ""}, // came twice
		{"2025-10-26T01:30+01:00", "2025-10-26T01:30+01:00"},
		{"2025-10-26 02:00", "2025-10-26T02:00+00:00"},
		{"2026-03-28/2026-03-28T00:30+00:00", "2026-03-28/2026-03-28T00:30+00:00"},
		// the day began at 00:00+01:00
		{"2025-07-01/2025-07-01T00:30+01:00", "2025-07-01/2025-07-01T00:30+01:00"},
		{"2025-07-01/2025-06-30T23:30+01:00", ""},
	} {
		got, err := TypedTime(tt.typed, now)
		if got != tt.want || (err == nil) != (tt.want != "") {
			t.Errorf("%q gives %q, %v; want %q", tt.typed, got, err, tt.want)
		}
	}
}

// FuzzTypedTime: what is taken is a time that an entry may have.
func FuzzTypedTime(f *testing.F) {
	for _, seed := range []string{"", "14:30", "yesterday 7:05", "about 2026-03",
		"2026-03-05T14:30Z", "today today"} {
		f.Add(seed)
	}
	now := time.Date(2026, 3, 6, 17, 40, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, typed string) {
		got, err := TypedTime(typed, now)
		if err != nil {
			return
		}
		o, err := ParseOccurred(got)
		if err != nil {
			t.Fatalf("%q is taken for %q, which no entry may have: %v", typed, got, err)
		}
		if o.Earliest(time.UTC).After(now) {
			t.Fatalf("%q is taken for %q, which has not been", typed, got)
		}
	})
}
