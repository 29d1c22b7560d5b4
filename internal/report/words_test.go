package report

import (
	"strings"
	"testing"
	"time"

	"casefile/internal/cases"
	"casefile/internal/record"
)

func TestWhen(t *testing.T) {
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	p := &Page{Case: &cases.Case{}, Zone: london}
	tests := []struct{ in, full, brief string }{
		{"2026-03-06", "6 Mar 2026", "6 Mar"},
		{"2026-03-06T14:30+00:00", "6 Mar 2026 14:30", "6 Mar"},
		{"2026-07-06T23:30Z", "7 Jul 2026 00:30", "7 Jul"}, // summer time: the agency's next day
		{"2026-03-06/2026-03-09", "6 Mar 2026 – 9 Mar 2026", "6 Mar – 9 Mar"},
		{"2025-12-30/2026-01-02", "30 Dec 2025 – 2 Jan 2026", "30 Dec 2025 – 2 Jan 2026"},
		{"2025-12-31T22:00Z/2026-01-01T01:15Z", "31 Dec 2025 22:00 – 1 Jan 2026 01:15",
			"31 Dec 2025 – 1 Jan 2026"},
		// both in 2026 here
		{"2025-12-31T23:30-05:00/2026-01-01T08:00Z", "1 Jan 2026 04:30 – 1 Jan 2026 08:00",
			"1 Jan"},
		{"2024-05-01/2026-05-01", "1 May 2024 – 1 May 2026", "1 May 2024 – 1 May 2026"},
		{"about 2026", "about 2026", "about 2026"},
		{"about 2026-03", "about Mar 2026", "about Mar"},
		{"about 2026-03-06", "about 6 Mar 2026", "about 6 Mar"},
	}
	for _, tt := range tests {
		o, err := record.ParseOccurred(tt.in)
		if err != nil {
			t.Fatal(err)
		}
		if got := p.when(o, true, true); got != tt.full {
			t.Errorf("when(%s) = %q, want %q", tt.in, got, tt.full)
		}
		if got := p.when(o, false, false); got != tt.brief {
			t.Errorf("when(%s) in brief = %q, want %q", tt.in, got, tt.brief)
		}
	}
	if got := p.when(record.Occurred{}, true, true); got != "" {
		t.Errorf("when nothing is said: %q", got)
	}
}

func TestPlain(t *testing.T) {
	for in, want := range map[string]string{
		"Told [Mrs Jones]{.third-party} and [A. Lind]{.third-party}": "Told Mrs Jones and A. Lind",
		"two\nlines\tand  spaces":                                    "two lines and spaces",
		"bell \a":                                                    `bell \u0007`,
		"[not closed]{.third-part}":                                  "[not closed]{.third-part}",
	} {
		if got := plain(in); got != want {
			t.Errorf("plain(%q) = %q, want %q", in, got, want)
		}
	}
}

// A text that isPlain calls plain is one that plain leaves unchanged.
func TestPlainAtOneLook(t *testing.T) {
	for s, want := range map[string]bool{
		"dormant: no entry for 90 days": true,
		"":                              true,
		"~!]}":                          true,
		"two  spaces":                   false,
		" before":                       false,
		"after ":                        false,
		"a\ttab":                        false,
		"a line\n":                      false,
		"bell \a":                       false,
		"delete \x7f":                   false,
		"Zofia Lindström":               false, // as plain as that, at a second look
		"[Mrs Jones]{.third-party}":     false,
	} {
		if got := isPlain(s); got != want {
			t.Errorf("isPlain(%q) = %t", s, got)
		}
		if long := strings.Join(strings.Fields(plainLines(s)), " "); want && long != s {
			t.Errorf("%q is plain, and the longer way makes %q of it", s, long)
		}
	}
}

func TestClockWords(t *testing.T) {
	p := &Page{Case: &cases.Case{}}
	due := time.Date(2026, 3, 6, 16, 10, 0, 0, time.UTC)
	tests := []struct {
		name  string
		clock cases.ClockState
		text  string
		note  string
	}{
		{"does not run", cases.ClockState{}, "not asked for", ""},
		{"runs", cases.ClockState{Due: due}, "due 6 Mar 2026 16:10", ""},
		{"overdue", cases.ClockState{Due: due, Late: 95 * time.Minute}, "OVERDUE",
			"was due 6 Mar 2026 16:10"},
		{"in time", cases.ClockState{Due: due, Done: due.Add(-time.Hour)}, "6 Mar 2026 15:10",
			"in time"},
		{"late for ever", cases.ClockState{Due: due, Done: due.Add(time.Hour), Late: time.Hour},
			"6 Mar 2026 17:10", "LATE by 1 h 0 min"},
	}
	for _, tt := range tests {
		c := p.clock(tt.clock)
		note := ""
		if len(c.Notes) > 0 {
			note = c.Notes[0]
		}
		if c.Text != tt.text || note != tt.note {
			t.Errorf("%s: %q, %q; want %q, %q", tt.name, c.Text, note, tt.text, tt.note)
		}
	}
}
