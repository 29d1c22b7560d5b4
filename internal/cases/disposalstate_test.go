package cases

import (
	"testing"

	"casefile/internal/record"
)

func TestDisposalStateWorth(t *testing.T) {
	today := record.Date{Year: 2026, Month: 3, Day: 6}
	for _, c := range []struct {
		name   string
		s      DisposalState
		within int
		want   bool
	}{
		{"due", DisposalState{State: DisposalDue}, 0, true},
		{"held", DisposalState{State: DisposalHeld}, 0, true},
		{"without a date", DisposalState{State: DisposalUnknown}, 0, true},
		{"open", DisposalState{State: DisposalOpen}, 90, false},
		{"destroyed", DisposalState{State: DisposalDone}, 90, false},
		{"kept for years", DisposalState{State: DisposalNotDue, Until: today.AddDays(900)}, 90,
			false},
		{"due on the last day asked for",
			DisposalState{State: DisposalNotDue, Until: today.AddDays(90)}, 90,
			true},
		{"due tomorrow, where nothing ahead is asked for",
			DisposalState{State: DisposalNotDue, Until: today.AddDays(1)}, 0, false},
		{"to be looked at again",
			DisposalState{State: DisposalNotDue, Until: today.AddDays(900), Recheck: true},
			0, true},
		{"of an older policy",
			DisposalState{State: DisposalNotDue, Until: today.AddDays(900), OlderPolicy: true}, 0,
			true},
	} {
		if got := c.s.Worth(today, c.within); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}
