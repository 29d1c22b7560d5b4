package report

import (
	"testing"
	"time"

	"casefile/internal/cases"
)

// Each state of a clock, in the words of the chronology and of the table of referrals.
func TestClockStates(t *testing.T) {
	at := func(day, hour int) time.Time { return time.Date(2026, 3, day, hour, 0, 0, 0, time.UTC) }
	made := []cases.Correction{{By: "asha", On: at(13, 10), Reason: "error"}}
	endorsed := []cases.Correction{
		{By: "asha", On: at(13, 10), Reason: "error", Endorsed: "hall", At: at(13, 11)}}
	due, late := at(12, 9), 3*time.Hour
	for _, tt := range []struct {
		name       string
		s          cases.ClockState
		mark, note string
	}{
		{"none", cases.ClockState{}, "", ""},
		{"runs", cases.ClockState{Due: due}, "confirmation due 12 Mar 2026 09:00", ""},
		{"overdue", cases.ClockState{Due: due, Late: late}, "not confirmed: 3 h 0 min late",
			"3 h 0 min late"},
		{"in time", cases.ClockState{Due: due, Done: at(12, 8)},
			"confirmed 12 Mar 2026 08:00, in time", "in time"},
		{"late", cases.ClockState{Due: due, Done: at(12, 12), Late: late},
			"confirmed 12 Mar 2026 12:00, late by 3 h 0 min", "LATE by 3 h 0 min"},
		{"corrected", cases.ClockState{Due: due, Done: at(12, 12), Late: late, Corrections: made,
			InTimeNow: true},
			"confirmed 12 Mar 2026 12:00, late by 3 h 0 min; corrected by Asha Rao on 2026-03-13 " +
				"(error), not endorsed",
			"LATE by 3 h 0 min; corrected by Asha Rao on 2026-03-13 (error), not endorsed"},
		{"endorsed", cases.ClockState{Due: due, Done: at(12, 12), Late: late, Corrections: endorsed,
			InTimeNow: true},
			"confirmed 12 Mar 2026 12:00, late by 3 h 0 min as first recorded; " +
				"corrected by Asha Rao on 2026-03-13 (error), endorsed by M. Hall",
			"LATE by 3 h 0 min as first recorded; corrected by Asha Rao on 2026-03-13 (error), " +
				"endorsed by M. Hall"},
		{"withdrawn late",
			cases.ClockState{Due: due, Done: at(12, 12), Late: late, Corrections: endorsed,
				InTimeNow: true, Withdrawn: true},
			"confirmation not asked for any more, late by 3 h 0 min as first recorded; " +
				"corrected by Asha Rao on 2026-03-13 (error), endorsed by M. Hall",
			"LATE by 3 h 0 min as first recorded; corrected by Asha Rao on 2026-03-13 (error), " +
				"endorsed by M. Hall"},
		{"withdrawn in time", cases.ClockState{Due: due, Done: at(11, 11), Corrections: endorsed,
			InTimeNow: true, Withdrawn: true},
			"confirmation not asked for; corrected by Asha Rao on 2026-03-13 (error), endorsed " +
				"by M. Hall",
			"corrected by Asha Rao on 2026-03-13 (error), endorsed by M. Hall"},
	} {
		p := &Page{Zone: time.UTC, Names: map[string]string{"asha": "Asha Rao", "hall": "M. Hall"}}
		if got := p.clockMark(tt.s, "confirmed", "not confirmed", "confirmation"); got != tt.mark {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.mark)
		}
		note := ""
		if notes := p.clock(tt.s).Notes; len(notes) > 0 {
			note = notes[len(notes)-1]
		}
		if note != tt.note {
			t.Errorf("%s: %q, want %q", tt.name, note, tt.note)
		}
	}
}
