package cases

import (
	"testing"

	"casefile/internal/record"
)

// Service in this case ends on 14 June 2027: by itself it is kept until 31
// December 2028.
func TestTwoCasesOfOneChild(t *testing.T) {
	const other = record.ID("P4W86T2H")
	for _, tt := range []struct {
		name, relation string
		docket         *record.Docket
		there          bool
		until          string
	}{
		{"the other is kept longer", "same_child", &record.Docket{Case: other, Status: record.Closed, RetainUntil: day(t, "2041-12-31")}, true, "2041-12-31"},
		{"the other goes first", "same_child", &record.Docket{Case: other, Status: record.Closed, RetainUntil: day(t, "2027-12-31")}, true, "2028-12-31"},
		{"the other is open", "same_child", &record.Docket{Case: other, Status: record.Open}, true, ""},
		{"the other is an intake", "same_child", &record.Docket{Case: other, Status: record.Intake}, true, ""},
		{"the other can't be read", "same_child", nil, true, ""},
		{"the other lacks a fact of its own", "same_child", &record.Docket{Case: other, Status: record.Closed}, true, "2028-12-31"},
		{"the other is destroyed", "same_child", &record.Docket{Case: other, Status: record.Destroyed, RetainUntil: day(t, "2041-12-31")}, true, "2028-12-31"},
		{"the other is not here", "same_child", nil, false, "2028-12-31"},
		{"the other is a sister's", "sibling", &record.Docket{Case: other, Status: record.Open}, true, "2028-12-31"},
	} {
		b := newBook(t)
		p := b.profile("2026-01-12T10:00Z", "2016-11-20")
		p.Fields["other_cases"] = []any{map[string]any{"case": string(other), "relation": tt.relation}}
		b.in.Docketed = func(id record.ID) (*record.Docket, bool) { return tt.docket, tt.there && id == other }
		r := b.fold().RetainFrom(day(t, "2027-06-14"))
		if got := r.Until.String(); got != tt.until {
			t.Errorf("%s: until %q (%s), want %q", tt.name, got, r.Why, tt.until)
		}
		if open := b.fold().Retention; len(open.Considered) != len(b.in.Policy.Retention) {
			t.Errorf("%s: an open case is asked for the other's end: %+v", tt.name, open)
		}
	}
}
