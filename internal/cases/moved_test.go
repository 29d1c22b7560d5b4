package cases

import (
	"slices"
	"testing"

	"casefile/internal/record"
)

// movedHere returns an entry the origin that the program writes when it moves one.
func movedHere(t *testing.T, e *record.Entry, recorded, by string) *record.Entry {
	t.Helper()
	e.Origin = []record.Origin{{Kind: e.Kind, Recorded: at(t, recorded), By: by}}
	return e
}

// What was recorded in another case on Monday 2 March at 10:00, and moved here on the 30th,
// is due when it was: a decision is endorsed within five working days, a fact found out by the
// next supervision.
func TestMovedKeepsItsClocks(t *testing.T) {
	const before, moved = "2026-03-02T10:00Z", "2026-03-30T10:00Z"
	for rule, tt := range map[string]struct {
		kind string
		f    fields
	}{
		RuleNotEndorsedInTime: {"decision", nil},
		RuleUnknownFact:       {"profile", fields{"date_of_birth": "unknown"}},
		RuleActionOverdue:     {"action", fields{"due": "2026-03-04"}},
		RuleReferralUnconfirmed: {"referral",
			fields{"direction": "out", "to": "social_services", "method": "telephone"}},
		RuleReferralNoResponse: {"referral",
			fields{"direction": "out", "to": "social_services", "method": "written"}},
		RuleConcernWithoutTriage: {"concern", fields{"immediate_danger": "no"}},
	} {
		there, here := newBook(t), newBook(t)
		there.in.Now, here.in.Now = at(t, moved), at(t, moved)
		there.add(tt.kind, before, tt.f)
		movedHere(t, here.add(tt.kind, moved, tt.f), before, "asha")
		want, got := only(t, there.fold(), rule), only(t, here.fold(), rule)
		if !got.Due.Equal(want.Due) || !got.Since.Equal(want.Since) {
			t.Errorf("%s: due %s, since %s; there it was %s, %s", rule, got.Due, got.Since,
				want.Due, want.Since)
		}
	}
}

// An amendment of what was moved begins no time of endorsement anew; a verdict does.
func TestMovedAndAmendedWaitsSinceThen(t *testing.T) {
	for _, returned := range []bool{false, true} {
		b := newBook(t)
		b.in.Now = at(t, "2026-04-02T10:00Z")
		e := movedHere(t, b.add("decision", "2026-03-30T10:00Z", nil), "2026-03-02T10:00Z", "asha")
		want := "2026-03-02T10:00Z"
		if returned {
			b.endorse(e, "hall", "line", "returned", "2026-03-31T09:00Z")
			want = "2026-03-31T10:00Z"
		}
		b.again(e, "asha", "2026-03-31T10:00Z", fields{"amend_reason": "addition"})
		if d := only(t, b.fold(), RuleNotEndorsedInTime); !d.Since.Equal(at(t, want)) {
			t.Errorf("returned %v: it waits since %s, want %s", returned, d.Since, want)
		}
	}
}

// Who raised a concern in the wrong case does not triage it alone in the right one.
func TestMovedConcernIsNotTriagedByWhoRaisedIt(t *testing.T) {
	b := newBook(t)
	b.in.Now = at(t, "2026-03-30T12:00Z")
	e := movedHere(t, b.add("concern", "2026-03-30T10:00Z", nil), "2026-03-02T10:00Z", "hall")
	b.add("triage", "2026-03-30T11:00Z", fields{"by": "hall", "links": links{"concern": e}})
	triage := &b.in.Items[len(b.in.Items)-1]
	triage.Triagers = Triagers{As: "lead", Leads: []string{"hall", "okoro"}}
	if n := b.fold().Concerns[0]; !n.Untriaged() || !slices.Contains(n.Named, "hall") {
		t.Errorf("hall raised it: untriaged %v, involved are %v", n.Untriaged(), n.Named)
	}
	triage.Triagers.Leads = []string{"hall"}
	if n := b.fold().Concerns[0]; n.Untriaged() {
		t.Error("nobody else could triage it, and hall's does not count")
	}
	triage.Triagers.Leads = []string{"hall", "okoro"}
	e.Origin[0].Agency = "Westmoor" // whose hall is another
	if n := b.fold().Concerns[0]; n.Untriaged() {
		t.Error("one of another agency has the same name, and hall's does not count")
	}
}

// Who decided something in the wrong case does not endorse it in the right one.
func TestMovedIsNotEndorsedByWhoWroteIt(t *testing.T) {
	for by, want := range map[string]EndorsementState{"hall": EndorsedNone, "okoro": EndorsedLine} {
		b := newBook(t)
		b.in.Now = at(t, "2026-03-30T12:00Z")
		e := movedHere(t, b.add("decision", "2026-03-30T10:00Z", nil), "2026-03-02T10:00Z", "hall")
		b.endorse(e, by, "line", "endorsed", "2026-03-30T11:00Z")
		if got := b.fold().Thread(e.ID).Endorsement.State; got != want {
			t.Errorf("endorsed by %s: %s, want %s", by, got, want)
		}
	}
}
