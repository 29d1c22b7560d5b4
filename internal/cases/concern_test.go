package cases

import (
	"testing"

	"casefile/internal/record"
)

// A concern that was filed from an intake, or that came from another agency, waits
// since it was first recorded.
func TestConcernWaitsSinceItWasRaised(t *testing.T) {
	here := newBook(t)
	here.add("concern", "2026-03-06T09:10Z", fields{"immediate_danger": "no"})
	want := here.fold().Concerns[0].Due
	for _, tt := range []struct {
		origin record.Origin
		first  bool // the clock runs from 09:10 on Friday, not from Monday
	}{
		{record.Origin{Case: "T8HW30ZB", Recorded: at(t, "2026-03-06T09:10Z")}, true},
		{record.Origin{Agency: "Hill School", Recorded: at(t, "2026-03-06T09:10Z")}, true},
		{record.Origin{Case: "T8HW30ZB"}, false}, // nothing says when
	} {
		b := newBook(t)
		b.in.Now = at(t, "2026-03-10T09:00Z")
		e := b.add("concern", "2026-03-09T09:10Z", fields{"immediate_danger": "no"})
		e.Origin = []record.Origin{tt.origin}
		if got := b.fold().Concerns[0].Due; got.Equal(want) != tt.first {
			t.Errorf("%+v: due %s; a concern of Friday is due %s", tt.origin, got, want)
		}
	}
}

// Any triage may say what is done; that the concern was read, the first does.
func TestActionOnConcern(t *testing.T) {
	b := newBook(t)
	e := b.add("concern", "2026-03-06T09:10Z",
		fields{"immediate_danger": "no", "action": "unknown"})
	if n := b.fold().Concerns[0]; n.Action != "" || n.Triage != nil {
		t.Errorf("action %q, triage %v, want neither", n.Action, n.Triage)
	}
	first := b.add("triage", "2026-03-06T10:00Z",
		fields{"read_at": "2026-03-06T10:00+00:00", "links": links{"concern": e}})
	b.wantRule(b.fold(), e, RuleConcernWithoutAction, true)
	b.add("triage", "2026-03-06T15:00Z",
		fields{"read_at": "2026-03-06T15:00+00:00", "action": "rang the mother",
			"links": links{"concern": e}})
	c := b.fold()
	if n := c.Concerns[0]; n.Action != "rang the mother" || n.Triage.ID != first.ID {
		t.Errorf("action %q, triage %s; want the later action and the first triage", n.Action,
			n.Triage.ID)
	}
	b.wantRule(c, e, RuleConcernWithoutAction, false)
	if row := find(t, c, e.ID); row.Action != "rang the mother" {
		t.Errorf("the chronology says %q", row.Action)
	}
}

// The row of a referral tells what came back, and what the receiver does where
// the referral itself says nothing of it.
func TestRowOfReferral(t *testing.T) {
	b := newBook(t)
	e := b.add("referral", "2026-03-05T16:20Z",
		fields{"direction": "out", "to": "social_services", "method": "telephone",
			"made_at": "2026-03-05T16:10+00:00"})
	b.add("referral-confirmation", "2026-03-07T08:05Z",
		fields{"sent_at": "2026-03-07T08:00+00:00", "links": links{"referral": e}})
	b.add("referral-response", "2026-03-06T12:00Z",
		fields{"decision": "assessment", "decided_at": "2026-03-06T11:30+00:00",
			"actions": []any{"visit on Monday", "ring the school"}, "links": links{"referral": e}})
	b.in.Now = at(t, "2026-03-09T09:00Z")
	row := find(t, b.fold(), e.ID)
	if row.Referral == nil || Length(row.Referral.Confirmation.Late) != "15 h 50 min" ||
		row.Referral.Reply.Late != 0 {
		t.Fatalf("the row's referral: %+v", row.Referral)
	}
	if row.Action != "visit on Monday; ring the school" {
		t.Errorf("action %q", row.Action)
	}
}
