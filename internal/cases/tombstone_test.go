package cases

import (
	"testing"
	"time"

	"casefile/internal/record"
)

// A tombstone stands where the entry was recorded, with the basis that its request
// gives; what links to it, or had endorsed it, is no finding.
func TestTombstones(t *testing.T) {
	const erased record.ID = "9QXH7K2M"
	b := newBook(t)
	request := b.add("erasure", "2026-02-06T10:00Z",
		fields{"target": string(erased), "basis": "court_order", "reason": "the court ordered it"})
	linking := b.add("note", "2026-02-07T10:00Z", nil)
	linking.Links = map[string][]record.Ref{"related": {{Case: caseID, Entry: erased}}}
	endorsing := b.add("endorsement", "2026-02-05T10:00Z",
		fields{"target": string(erased), "target_sha256": "00", "level": "line",
			"verdict": "endorsed"})
	b.wantRule(b.fold(), linking, RuleUnknownLink, true)
	b.wantRule(b.fold(), endorsing, RuleEndorsesNothing, true)

	at := time.Date(2026, 2, 4, 10, 0, 0, 0, time.UTC)
	stone := Tombstone{Entry: record.Ref{Case: caseID, Entry: erased}, Author: "asha", Recorded: at,
		By: "mina", At: at.AddDate(0, 0, 3), Request: request.Ref()}
	b.in.Erased = []Tombstone{stone}
	c := b.fold()
	b.wantRule(c, linking, RuleUnknownLink, false)
	b.wantRule(c, endorsing, RuleEndorsesNothing, false)
	rows := c.Chronology(true)
	if len(rows) == 0 || rows[0].Erased == nil || rows[0].Event != "Erased: by order of a court" ||
		rows[0].Day != c.day(at) {
		t.Errorf("the chronology begins with %+v", rows)
	}
	if s := c.Tombstone(erased); s == nil || s.Reason != "the court ordered it" || s.By != "mina" {
		t.Errorf("got %+v", s)
	}
	b.in.Erased[0].File = true
	if rows := b.fold().Chronology(true); len(rows) > 0 && rows[0].Erased != nil {
		t.Error("an attached file has a line of its own")
	}
	b.in.Now = at.Add(-time.Hour)
	if got := b.fold().Tombstones; len(got) != 1 {
		t.Errorf("a clock that is behind hides what was erased: %+v", got)
	}
	b.in.AsAt = b.in.Now
	if got := b.fold().Tombstones; len(got) > 0 {
		t.Errorf("before it was recorded: %+v", got)
	}
}
