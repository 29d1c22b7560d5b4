package cases

import (
	"slices"
	"testing"

	"casefile/internal/record"
)

func TestClosureFindings(t *testing.T) {
	risk := func(b *book, _ fields) {
		b.add("risk", "2026-03-01T10:00Z",
			fields{"state": "reduced"})
	}
	concern := func(b *book, _ fields) {
		b.add("concern", "2026-03-01T10:00Z",
			fields{"action": "rang"})
	}
	for _, tt := range []struct {
		name   string
		status record.Status
		build  func(b *book, closure fields)
		want   []string // the rules
	}{
		{"all is said", record.Open, func(*book, fields) {}, nil},
		{"an open risk", record.Open, risk, []string{RuleClosureIncomplete}},
		{"a risk and no view of the child", record.Open, func(b *book, f fields) {
			risk(b, f)
			delete(f, "child_view")
		}, []string{RuleClosureIncomplete, RuleClosureIncomplete}},
		// An intake has no plan to look back on.
		{"an intake with a risk", record.Intake, risk, nil},
		{"an intake that nobody read", record.Intake, concern, []string{RuleClosureIncomplete}},
		// Opened on 12 January.
		{"the day of opening", record.Open, func(_ *book,
			f fields) {
			f["service_ended"] = "2026-01-12"
		}, nil},
		{"ended before it began", record.Open,
			func(_ *book, f fields) { f["service_ended"] = "2026-01-11" },
			[]string{"range-backwards"}},
		{"an intake ended before it began", record.Intake,
			func(_ *book, f fields) { f["service_ended"] = "2025-01-12" },
			[]string{"range-backwards"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := newBook(t)
			b.in.Docket.Status = tt.status
			if tt.status == record.Intake {
				b.in.Docket.KeyWorker = ""
			}
			f := closing()
			tt.build(b, f)
			b.add("closure", "2026-03-06T10:00Z", f)
			found := b.fold().ClosureFindings()
			var rules []string
			for _, x := range found {
				rules = append(rules, x.Rule)
				if x.Case != caseID || x.Do == "" {
					t.Errorf("%+v names no case, or nothing to do", x)
				}
			}
			if !slices.Equal(rules, tt.want) || found.Failed() != (len(tt.want) > 0) {
				t.Errorf("found %v, want %v", found, tt.want)
			}
		})
	}
}
