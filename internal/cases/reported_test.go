package cases

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"casefile/internal/policy"
	"casefile/internal/record"
)

func TestReportedFindings(t *testing.T) {
	settled := [][2]string{{"target", "7K2M9QXH"}, {"level", "line"}}
	for _, tt := range []struct {
		name   string
		change func(e *record.Entry)
		want   []string // the rules
	}{
		{"all is there", func(*record.Entry) {}, nil},
		{"the ID in small letters", func(e *record.Entry) { e.Fields["target"] = "7k2m9qxh" }, nil},
		{"another level", func(e *record.Entry) { e.Fields["level"] = "senior" },
			[]string{RuleEndorsementOther}},
		{"nobody is named", func(e *record.Entry) { delete(e.Fields, "reported") },
			[]string{RuleReportedEvidence}},
		{"no evidence", func(e *record.Entry) { e.Links = nil }, []string{RuleReportedEvidence}},
		{"nothing is said", func(e *record.Entry) { e.Fields, e.Links = map[string]any{}, nil },
			[]string{RuleEndorsementOther, RuleEndorsementOther, RuleReportedEvidence,
				RuleReportedEvidence}},
	} {
		e := &record.Entry{Case: caseID, Kind: "endorsement",
			Links: map[string][]record.Ref{"evidence": {{Case: caseID, Entry: "9QXH7K2M"}}},
			Fields: map[string]any{"target": "7K2M9QXH", "level": "line",
				"reported": map[string]any{"name": "P. Osei", "role": "trustee", "at": "2026-03-06",
					"how": "telephone"}}}
		tt.change(e)
		var rules []string
		for _, f := range ReportedFindings(e, settled, "the command line", "name a letter") {
			rules = append(rules, f.Rule)
			if f.Found == "no evidence is linked" && f.Do != "name a letter" ||
				f.Rule == RuleEndorsementOther &&
					!strings.Contains(f.Found, ", the command line ") {
				t.Errorf("%s: %s -> %s", tt.name, f, f.Do)
			}
		}
		if !slices.Equal(rules, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, rules, tt.want)
		}
	}
}

// Nobody's word destroys anything, whatever policy says; what a docket waits for takes a
// word only where policy counts it; of all else anybody may report, counted or not.
func TestMayReport(t *testing.T) {
	for _, tt := range []struct {
		kind    string
		accepts bool
		want    error
		counts  bool
	}{
		{record.KindDisposal, false, ErrDestroys, false},
		{record.KindDisposal, true, ErrDestroys, false},
		{record.KindErasure, false, ErrDestroys, false},
		{record.KindErasure, true, ErrDestroys, false},
		{record.KindClosure, false, ErrUncounted, false},
		{record.KindClosure, true, nil, true},
		{"decision", false, nil, false},
		{"decision", true, nil, true},
	} {
		p := &policy.Policy{}
		p.Endorsement.AcceptReported = tt.accepts
		if err := MayReport(p, tt.kind); !errors.Is(err, tt.want) {
			t.Errorf("%s, accepted %v: %v", tt.kind, tt.accepts, err)
		}
		if got := CountsReported(p, tt.kind); got != tt.counts {
			t.Errorf("%s, accepted %v: counts is %v", tt.kind, tt.accepts, got)
		}
	}
}
