package cases

import (
	"slices"
	"strings"
	"testing"
)

// What a handover says of a case on 6 March 2026 is written by hand: a risk
// whose review day has passed, one to come, one that is resolved; an action that
// is late.
func TestHandoverWords(t *testing.T) {
	b := newBook(t)
	b.add("risk", "2026-02-03T10:00Z", fields{"state": "open", "harm": "neglect\nat home", "level": "high", "review_on": "2026-03-01"})
	b.add("risk", "2026-02-04T10:00Z", fields{"state": "open", "harm": "missing meals", "level": "low", "review_on": "2026-04-01"})
	b.add("risk", "2026-02-05T10:00Z", fields{"state": "resolved", "harm": "no bed", "level": "low"})
	b.add("action", "2026-02-06T10:00Z", fields{"what": "ask the school", "who": "asha", "due": "2026-03-02"})
	c := Fold(b.in)
	want := []string{"high: neglect at home, to be reviewed by 2026-03-01 (overdue)", "low: missing meals, to be reviewed by 2026-04-01"}
	if got := c.RisksToKnow(); !slices.Equal(got, want) {
		t.Errorf("risks %q, want %q", got, want)
	}
	// Supervision is asked for every four weeks, here from the opening on 12 January.
	want = []string{"supervision of the case, overdue since 2026-02-09", "review of the risk, overdue since 2026-03-01",
		"action: ask the school, overdue since 2026-03-02", "review of the risk, by 2026-04-01"}
	if got := c.NextSteps(); !slices.Equal(got, want) {
		t.Errorf("steps %q, want %q", got, want)
	}
}

func TestHandoverWordsBounded(t *testing.T) {
	b := newBook(t)
	if got := Fold(b.in).RisksToKnow(); len(got) != 0 {
		t.Errorf("an empty case has the risks %q", got)
	}
	for range mostNamed + 3 {
		b.add("risk", "2026-02-03T10:00Z", fields{"state": "open", "harm": "neglect", "level": "high", "review_on": "2026-05-01"})
	}
	got := Fold(b.in).RisksToKnow()
	if len(got) != mostNamed+1 || !strings.HasPrefix(got[mostNamed], "and 3 more") {
		t.Errorf("%d lines, the last %q", len(got), got[len(got)-1])
	}
}
