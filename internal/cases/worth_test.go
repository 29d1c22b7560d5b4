package cases

import (
	"testing"

	"casefile/internal/record"
)

func TestDueStateWorth(t *testing.T) {
	today := record.Date{Year: 2026, Month: 3, Day: 6}
	for _, c := range []struct {
		name   string
		s      DueState
		within int
		want   bool
	}{
		{"due", DueState{State: DueNow}, 0, true},
		{"held", DueState{State: DueHeld}, 0, true},
		{"without a date", DueState{State: DueUnknown}, 0, true},
		{"open", DueState{State: DueOpen}, 90, false},
		{"destroyed", DueState{State: DueDone}, 90, false},
		{"kept for years", DueState{State: DueNot, Until: today.AddDays(900)}, 90, false},
		{"due on the last day asked for", DueState{State: DueNot, Until: today.AddDays(90)}, 90,
			true},
		{"due tomorrow, where nothing ahead is asked for",
			DueState{State: DueNot, Until: today.AddDays(1)}, 0, false},
		{"to be looked at again", DueState{State: DueNot, Until: today.AddDays(900), Recheck: true},
			0, true},
		{"of an older policy",
			DueState{State: DueNot, Until: today.AddDays(900), OlderPolicy: true}, 0, true},
	} {
		if got := c.s.Worth(today, c.within); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}
