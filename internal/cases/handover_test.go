package cases

import (
	"slices"
	"strings"
	"testing"

	"casefile/internal/record"
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

// Cover is over the day after its last; who has no key any more, covers again or
// became the key worker is not told of.
func TestCoverEnded(t *testing.T) {
	for name, c := range map[string]struct {
		covers [][2]string // member, last day
		reads  []string
		want   []Ended
	}{
		"yesterday":         {[][2]string{{"ben", "2026-03-05"}}, []string{"asha", "ben"}, []Ended{{"ben", day(t, "2026-03-05")}}},
		"today":             {[][2]string{{"ben", "2026-03-06"}}, []string{"asha", "ben"}, nil},
		"taken away":        {[][2]string{{"ben", "2026-03-05"}}, []string{"asha"}, nil},
		"the latest counts": {[][2]string{{"ben", "2026-03-04"}, {"ben", "2026-03-02"}}, []string{"asha", "ben"}, []Ended{{"ben", day(t, "2026-03-04")}}},
		"covers again":      {[][2]string{{"ben", "2026-03-04"}, {"ben", "2026-03-09"}}, []string{"asha", "ben"}, nil},
		"is the key worker": {[][2]string{{"asha", "2026-03-04"}}, []string{"asha"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBook(t)
			b.in.Docket.KeyWorker = "asha"
			keys := record.Epoch{}
			for _, m := range c.reads {
				keys[m] = strings.Repeat("a", 40)
			}
			b.in.Docket.Keys = []record.Epoch{keys}
			for _, cover := range c.covers {
				b.add("handover", "2026-03-01T10:00Z", fields{"from": "asha", "to": cover[0], "cover": "yes", "until": cover[1]})
			}
			if got := Fold(b.in).Allocation.Ended; !slices.Equal(got, c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}
