package cases

import (
	"maps"
	"testing"

	"casefile/internal/record"
)

func TestNextReview(t *testing.T) {
	early, late := day(t, "2026-04-02"), day(t, "2026-05-04")
	risk := func(state string, on record.Date) *Risk { return &Risk{State: state, ReviewOn: on} }
	for _, tt := range []struct {
		name     string
		risks    []*Risk
		outcomes []*Outcome
		want     record.Date
	}{
		{"nothing is to be looked at", nil, nil, record.Date{}},
		{"a risk before an outcome", []*Risk{risk("open", early)},
			[]*Outcome{{NextReview: late}}, early},
		{"an outcome before a risk", []*Risk{risk("reduced", late)},
			[]*Outcome{{NextReview: early}}, early},
		{"a resolved risk", []*Risk{risk("resolved", early)},
			[]*Outcome{{NextReview: late}}, late},
		{"an outcome with no further review", nil,
			[]*Outcome{{}, {NextReview: late}}, late},
	} {
		c := &Case{Risks: tt.risks, Outcomes: tt.outcomes}
		if got := c.NextReview(); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestLevelsOpen(t *testing.T) {
	c := &Case{Risks: []*Risk{{State: "open", Level: "high"}, {State: "reduced", Level: "high"},
		{State: "open", Level: "low"}, {State: "resolved", Level: "medium"}}}
	if got := c.LevelsOpen(); !maps.Equal(got, map[string]int{"high": 2, "low": 1}) {
		t.Errorf("open are %v", got)
	}
}
