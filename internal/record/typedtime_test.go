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
		{"10:01", ""},      // has not been yet
		{"2026-03-30", ""}, // nor has tomorrow
		{"about 2027", ""},
		{"25:00", ""},
		{"soon", ""},
		{"yesterday evening", ""},
		{"2026-02-30", ""},
	} {
		got, ok := TypedTime(tt.typed, now)
		if ok != (tt.want != "") || ok && got != tt.want {
			t.Errorf("%q gives %q, %v; want %q", tt.typed, got, ok, tt.want)
		}
	}
}

// FuzzTypedTime: what is taken is a time that an entry may have.
func FuzzTypedTime(f *testing.F) {
	for _, seed := range []string{"", "14:30", "yesterday 7:05", "about 2026-03", "2026-03-05T14:30Z", "today today"} {
		f.Add(seed)
	}
	now := time.Date(2026, 3, 6, 17, 40, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, typed string) {
		got, ok := TypedTime(typed, now)
		if !ok {
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
