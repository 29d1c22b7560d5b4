package cases

import (
	"slices"
	"testing"

	"casefile/internal/policy"
	"casefile/internal/record"
)

func TestEndorsementStates(t *testing.T) {
	for _, tt := range []struct {
		name    string
		kind    string
		build   func(b *book, e *record.Entry)
		state   EndorsementState
		missing []string
		text    string
	}{
		{"nobody yet", "decision", func(*book, *record.Entry) {}, EndorsedNone, []string{"line"},
			"none"},
		{"a note asks for nothing", "note", func(*book, *record.Entry) {}, EndorsedNone, nil, "-"},
		{"line", "decision", func(b *book, e *record.Entry) {
			b.endorse(e, "hall", "line", "endorsed", "2026-02-03T10:00Z")
		}, EndorsedLine, nil, "line"},
		{"line of two", "closure", func(b *book, e *record.Entry) {
			b.endorse(e, "hall", "line", "endorsed", "2026-02-03T10:00Z")
		}, EndorsedLine, []string{"senior"}, "line"},
		{"both", "closure", func(b *book, e *record.Entry) {
			b.endorse(e, "hall", "line", "endorsed", "2026-02-03T10:00Z")
			b.endorse(e, "okoro", "senior", "endorsed", "2026-02-04T10:00Z")
		}, EndorsedSenior, nil, "line, senior"},
		{"one person at both levels counts once, as the latest", "closure",
			func(b *book, e *record.Entry) {
				b.endorse(e, "okoro", "line", "endorsed", "2026-02-03T10:00Z")
				b.endorse(e, "okoro", "senior", "endorsed", "2026-02-04T10:00Z")
			}, EndorsedSenior, []string{"line"}, "senior"},
		{"the author's own counts for nothing", "decision", func(b *book, e *record.Entry) {
			b.endorse(e, "asha", "line", "endorsed", "2026-02-03T10:00Z")
		}, EndorsedNone, []string{"line"}, "none"},
		{"returned", "decision", func(b *book, e *record.Entry) {
			b.endorse(e, "hall", "line", "returned", "2026-02-03T10:00Z")
		}, Returned, []string{"line"}, "returned"},
		{"returned, then endorsed as it is", "decision", func(b *book, e *record.Entry) {
			b.endorse(e, "hall", "line", "returned", "2026-02-03T10:00Z")
			b.endorse(e, "hall", "line", "endorsed", "2026-02-04T10:00Z")
		}, EndorsedLine, nil, "line"},
		{"endorsed, then returned by the same manager", "decision", func(b *book, e *record.Entry) {
			b.endorse(e, "hall", "line", "endorsed", "2026-02-03T10:00Z")
			b.endorse(e, "hall", "line", "returned", "2026-02-04T10:00Z")
		}, Returned, []string{"line"}, "returned"},
		{"declined by the senior", "closure", func(b *book, e *record.Entry) {
			b.endorse(e, "hall", "line", "endorsed", "2026-02-03T10:00Z")
			b.endorse(e, "okoro", "senior", "declined", "2026-02-04T10:00Z")
		}, Declined, []string{"senior"}, "declined"},
		{"endorsed, then amended", "decision", func(b *book, e *record.Entry) {
			b.endorse(e, "hall", "line", "endorsed", "2026-02-03T10:00Z")
			b.add("decision", "2026-02-05T10:00Z", fields{"links": links{"amends": e}})
		}, EndorsedEarlier, []string{"line"}, "endorsed an earlier version"},
		{"returned, then amended: it waits again", "decision", func(b *book, e *record.Entry) {
			b.endorse(e, "hall", "line", "returned", "2026-02-03T10:00Z")
			b.add("decision", "2026-02-05T10:00Z", fields{"links": links{"amends": e}})
		}, EndorsedNone, []string{"line"}, "none"},
		{"amended, and the new text endorsed", "decision", func(b *book, e *record.Entry) {
			n := b.add("decision", "2026-02-05T10:00Z", fields{"links": links{"amends": e}})
			b.endorse(n, "hall", "line", "endorsed", "2026-02-06T10:00Z")
		}, EndorsedLine, nil, "line"},
		{"another text's SHA-256", "decision", func(b *book, e *record.Entry) {
			b.endorse(e, "hall", "line", "endorsed", "2026-02-03T10:00Z").Fields["target_sha256"] =
				"sha-of-another-text"
		}, EndorsedNone, []string{"line"}, "none"},
		{"by word of mouth, where policy does not count it", "decision",
			func(b *book, e *record.Entry) {
				b.endorse(e, "hall", "line", "endorsed", "2026-02-03T10:00Z").Fields["reported"] =
					map[string]any{"name": "R. Vale"}
			}, EndorsedReported, []string{"line"}, "reported, not signed"},
		{"by word of mouth, where policy counts it", "decision", func(b *book, e *record.Entry) {
			b.in.Policy.Endorsement.AcceptReported = true
			b.endorse(e, "hall", "line", "endorsed", "2026-02-03T10:00Z").Fields["reported"] =
				map[string]any{"name": "R. Vale"}
		}, EndorsedLine, nil, "line (reported, not signed)"},
		{"a disposal by word of mouth", "disposal", func(b *book, e *record.Entry) {
			b.in.Policy.Endorsement.AcceptReported = true
			b.endorse(e, "hall", "line", "endorsed", "2026-02-03T10:00Z").Fields["reported"] =
				map[string]any{"name": "R. Vale"}
		}, EndorsedReported, []string{"line", "senior"}, "reported, not signed"},
		{"by word of mouth, and then signed", "decision", func(b *book, e *record.Entry) {
			b.in.Policy.Endorsement.AcceptReported = true
			b.endorse(e, "hall", "line", "endorsed", "2026-02-03T10:00Z").Fields["reported"] =
				map[string]any{"name": "R. Vale"}
			b.endorse(e, "okoro", "line", "endorsed", "2026-02-04T10:00Z")
		}, EndorsedLine, nil, "line"},
		{"nobody else in the team", "decision", func(b *book, _ *record.Entry) {
			b.in.Endorsers = []string{"asha"}
		}, NoSecondPerson, []string{"line"}, "no second person"},
		{"a manager is there", "decision", func(b *book, _ *record.Entry) {
			b.in.Endorsers = []string{"asha", "hall"}
		}, EndorsedNone, []string{"line"}, "none"},
		{"a small agency's senior stands for both", "closure", func(b *book, e *record.Entry) {
			b.policy(policy.Small)
			b.endorse(e, "okoro", "senior", "endorsed", "2026-02-03T10:00Z")
		}, EndorsedSenior, nil, "senior"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := newBook(t)
			e := b.add(tt.kind, "2026-02-02T10:00Z", nil)
			b.in.Docket.Pending = e.ID
			tt.build(b, e)
			got := b.fold().Thread(e.ID).Endorsement
			if got.State != tt.state || !slices.Equal(got.Missing, tt.missing) ||
				got.Text() != tt.text {
				t.Errorf("state %q, missing %v, text %q; want %q, %v, %q", got.State, got.Missing,
					got.Text(), tt.state, tt.missing, tt.text)
			}
		})
	}
}

// A closure of Monday 2 February waits five working days for the line manager,
// until the end of Monday 9 February; the line manager endorses it on the 4th,
// from when the senior has ten, until the end of Wednesday 18 February.
func TestEndorsementWaits(t *testing.T) {
	b := newBook(t)
	e := b.add("closure", "2026-02-02T10:00Z", nil)
	b.in.Docket.Pending = e.ID
	if got := b.fold().Thread(e.ID).Endorsement; !got.Due.Equal(at(t, "2026-02-09T23:59:59Z")) ||
		!got.WaitingSince.Equal(e.Recorded) {
		t.Errorf("line waits since %s until %s", got.WaitingSince, got.Due)
	}
	b.endorse(e, "hall", "line", "endorsed", "2026-02-04T15:00Z")
	c := b.fold()
	if got := c.Thread(e.ID).Endorsement; !got.Due.Equal(at(t, "2026-02-18T23:59:59Z")) ||
		!got.WaitingSince.Equal(at(t, "2026-02-04T15:00Z")) {
		t.Errorf("senior waits since %s until %s", got.WaitingSince, got.Due)
	}
	b.wantRule(c, e, RuleNotEndorsedInTime, true)
	b.endorse(e, "okoro", "senior", "endorsed", "2026-03-05T15:00Z")
	c = b.fold()
	b.wantRule(c, e, RuleNotEndorsedInTime, false)
	if got := c.Thread(e.ID).Endorsement; !got.Due.IsZero() || !got.Complete() {
		t.Errorf("nothing is missing, yet %+v", got)
	}
}

func TestEndorsementFindings(t *testing.T) {
	b := newBook(t)
	returned := b.add("decision", "2026-03-04T10:00Z", nil)
	b.endorse(returned, "hall", "line", "returned", "2026-03-05T10:00Z")
	earlier := b.add("decision", "2026-03-04T11:00Z", nil)
	b.endorse(earlier, "hall", "line", "endorsed", "2026-03-05T10:00Z")
	newer := b.add("decision", "2026-03-05T11:00Z", fields{"links": links{"amends": earlier}})
	stray := b.endorse(returned, "hall", "line", "endorsed", "2026-03-05T12:00Z")
	stray.Fields["target"] = "9QXH7K2M"
	c := b.fold()
	b.wantRule(c, returned, RuleReturned, true)
	b.wantRule(c, newer, RuleEndorsedEarlier, true)
	b.wantRule(c, stray, RuleEndorsesNothing, true)
	if row := find(t, c, returned.ID); !row.Returned {
		t.Error("the chronology does not mark the returned decision")
	}
}

func find(t *testing.T, c *Case, id record.ID) Row {
	t.Helper()
	for _, row := range c.Chronology(false) {
		if row.Entry.Entry == id {
			return row
		}
	}
	t.Fatalf("%s is not in the chronology", id)
	return Row{}
}

// TestEndorsedBy: an endorsement leads to what it is of; another entry, and one of nothing, to
// nothing.
func TestEndorsedBy(t *testing.T) {
	b := newBook(t)
	e := b.add("decision", "2026-02-02T10:00Z", nil)
	said := b.endorse(e, "hall", "line", "returned", "2026-02-03T10:00Z")
	stray := b.endorse(e, "hall", "line", "endorsed", "2026-02-04T10:00Z")
	stray.Fields["target_sha256"] = "sha-of-another-text"
	c := b.fold()
	if got := c.EndorsedBy(said.Ref()); got == nil || got.ID != e.ID {
		t.Errorf("%s is of %v", said.Ref(), got)
	}
	for _, none := range []record.Ref{e.Ref(), stray.Ref(), {}} {
		if got := c.EndorsedBy(none); got != nil {
			t.Errorf("%s is of %s", none, got.Ref())
		}
	}
}
