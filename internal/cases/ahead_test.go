package cases

import (
	"maps"
	"strings"
	"testing"
)

// A clock ten years ahead puts off nothing that an entry begins. Each deadline is the same as for
// the entry dated by a right clock, at the commit before it.
func TestDatedAheadPutsNothingOff(t *testing.T) {
	for _, tt := range []struct {
		rule, kind string
		with       fields
	}{
		{RuleConcernWithoutTriage, "concern", fields{"immediate_danger": "yes"}},
		{RuleConcernWithoutTriage, "concern", fields{"immediate_danger": "no"}},
		{RuleReferralUnconfirmed, "referral",
			fields{"direction": "out", "to": "social_services", "method": "telephone"}},
		{RuleReferralNoResponse, "referral",
			fields{"direction": "out", "to": "social_services", "method": "written",
				"made_at": "now"}},
		{RuleNotEndorsedInTime, "decision", fields{"mode": "sole"}},
		{RuleUnknownFact, "assessment", fields{"need": "unknown"}},
		{RuleReviewOverdue, "outcome", fields{"need": "meals"}},
		{RuleDormant, "note", nil},
	} {
		due := func(recorded, after string) string {
			b := newBook(t)
			b.in.Now = at(t, "2026-03-10T09:00Z")
			with := maps.Clone(tt.with)
			if with["made_at"] == "now" {
				with["made_at"] = strings.Replace(recorded, "Z", "+00:00", 1)
			}
			b.add(tt.kind, recorded, with)
			if after != "" {
				b.in.Items[0].After = at(t, after)
			}
			for _, d := range b.fold().Deadlines {
				if d.Rule == tt.rule {
					return d.Due.String() + ", since " + d.Since.String()
				}
			}
			return "never"
		}
		if want, got := due("2026-03-06T17:00Z", ""),
			due("2036-01-01T00:00Z", "2026-03-06T17:00Z"); got != want || want == "never" {
			t.Errorf("%s of a %s %v:\n%s, want\n%s", tt.rule, tt.kind, tt.with, got, want)
		}
	}
}

// Work goes on after an entry that a clock ten years ahead dated: the last entry is the one
// that came last.
func TestLastEntryPassesOneDatedAhead(t *testing.T) {
	b := newBook(t)
	b.add("note", "2036-01-01T00:00Z", nil)
	b.in.Items[0].After = at(t, "2026-03-01T09:00Z")
	last := b.add("note", "2026-03-06T09:00Z", nil)
	if got := b.fold().LastEntry; got == nil || got.ID != last.ID {
		t.Errorf("the last entry is %v, want %s", got, last.ID)
	}
}
