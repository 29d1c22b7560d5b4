package record

import (
	"fmt"
	"testing"
)

func hypothesisOf(title, text string) *Entry {
	return &Entry{Sections: []Section{{Title: "Facts", Text: "Test: by 2026-01-01"},
		{Title: title, Text: text}}}
}

func TestTestDays(t *testing.T) {
	for _, tt := range []struct{ title, text, want string }{
		{"Hypothesis", "He is hungry. Test: ask the school, by 2026-04-01.", "[2026-04-01]"},
		{"Hypothesis", "**Test:** ask the school BY 2026-04-01, and the aunt by\n2026-04-02",
			"[2026-04-01 2026-04-02]"},
		{"Hypothesis", "Test: ask by 2026-04-01; look again by 2026-04-01", "[2026-04-01]"},
		{"Hypothesis", "Seen by 2026-03-01. Test: ask the school", "[]"}, // before the test
		{"Hypothesis", "We rang by 2026-04-01", "[]"},
		{"Hypothesis", "Test: by 2026-02-30", "[]"}, // no such day
		{"Hypothesis", "Test: nearby 2026-04-01", "[]"},
		{"Judgement", "Test: ask by 2026-04-01", "[]"},
	} {
		if got := fmt.Sprint(hypothesisOf(tt.title, tt.text).TestDays()); got != tt.want {
			t.Errorf("%s: %q: %s, want %s", tt.title, tt.text, got, tt.want)
		}
	}
}

func FuzzTestDays(f *testing.F) {
	f.Add("Test: ask the school, by 2026-04-01 and by 2026-02-30")
	f.Add("test:\x00by 9999-99-99")
	f.Fuzz(func(t *testing.T, text string) {
		seen := map[Date]bool{}
		for _, d := range hypothesisOf("Hypothesis", text).TestDays() {
			if back, err := ParseDate(d.String()); err != nil || back != d || seen[d] {
				t.Errorf("%q gives the day %v (%v), seen before: %v", text, d, err, seen[d])
			}
			seen[d] = true
		}
	})
}
