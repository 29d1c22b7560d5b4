package cases

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"casefile/internal/record"
)

func ids(rows []Row) []record.ID {
	var out []record.ID
	for _, r := range rows {
		out = append(out, r.Entry.Entry)
	}
	return out
}

func TestChronologyOrder(t *testing.T) {
	b := newBook(t)
	b.profile("2026-01-12T09:00Z", "2016-11-20").Significant = false
	joined := b.add("note", "2026-02-25T10:00Z",
		fields{"occurred": "2026-02-20", "impact": "positive"})
	// from 00:00
	left := b.add("note", "2026-03-05T15:00Z", fields{"occurred": "2026-03-05"})
	// 23:30 on the 4th
	visit := b.add("note", "2026-03-05T14:00Z", fields{"occurred": "2026-03-05T01:30+02:00"})
	// from 1 February
	about := b.add("note", "2026-03-05T16:00Z",
		fields{"occurred": "about 2026-02", "insignificant": ""})
	// with joined, but recorded later
	period := b.add("note", "2026-03-05T17:00Z", fields{"occurred": "2026-02-20/2026-03-01"})
	// occurred when recorded
	silent := b.add("note", "2026-02-21T10:00Z", nil)
	// with left, recorded later
	later := b.add("note", "2026-03-05T17:00:01Z",
		fields{"occurred": "2026-03-05", "insignificant": ""})
	c := b.fold()
	if got, want := ids(c.Chronology(true)),
		[]record.ID{joined.ID, period.ID, silent.ID, visit.ID, left.ID}; !slices.Equal(got, want) {
		t.Errorf("significant order %v, want %v", got, want)
	}
	want := []record.ID{"21GH0000", about.ID, joined.ID, period.ID, silent.ID, visit.ID, left.ID,
		later.ID}
	if got := ids(c.Chronology(false)); !slices.Equal(got, want) {
		t.Errorf("whole order %v, want %v", got, want)
	}
	// Born on 20 November 2016: 9 years and 3 months on 20 February 2026.
	if row := find(t, c, joined.ID); row.Age != "9y3m" || row.Impact != "positive" {
		t.Errorf("age %q, impact %q", row.Age, row.Impact)
	}
	// The instant is still 4 March in London, a month after the day is 20.
	if row := find(t, c, visit.ID); row.Day != day(t, "2026-03-04") || row.Age != "9y3m" {
		t.Errorf("day %s, age %s", row.Day, row.Age)
	}
}

// Policy allows two working days between an event and its record.
func TestLateRecording(t *testing.T) {
	b := newBook(t)
	for _, tt := range []struct {
		occurred, recorded string
		late               int
		why                string
	}{
		{"2026-02-20", "2026-02-24T17:00Z", 0, "Friday to Tuesday is two working days"},
		{"2026-02-20", "2026-02-25T09:00Z", 1, "Friday to Wednesday is three"},
		{"2026-02-16/2026-02-20", "2026-02-24T09:00Z", 0, "a period counts from its end"},
		{"2026-02-19T23:50-01:00", "2026-02-24T09:00Z", 0, "in London it is the 20th"},
		{"2024-05-01", "2026-01-14T09:00Z", 0, "history counts from the opening, 12 January"},
		{"2024-05-01", "2026-01-15T09:00Z", 1, "and is late three days after it"},
	} {
		e := b.add("note", tt.recorded, fields{"occurred": tt.occurred})
		c := b.fold()
		if got := find(t, c, e.ID).Late; got != tt.late {
			t.Errorf("%s recorded %s: late %d, want %d: %s", tt.occurred, tt.recorded, got, tt.late,
				tt.why)
		}
		b.wantRule(c, e, RuleLateRecording, tt.late > 0)
	}
}

func TestReachedLate(t *testing.T) {
	b := newBook(t)
	in := b.add("note", "2026-03-05T10:00Z", nil)
	out := b.add("note", "2026-03-05T10:00Z", nil)
	b.in.Items[0].Committed = at(t, "2026-03-05T11:00Z")    // one hour exactly
	b.in.Items[1].Committed = at(t, "2026-03-05T11:00:01Z") // a second more
	c := b.fold()
	if row := find(t, c, in.ID); !row.Reached.IsZero() {
		t.Error("an hour is in time")
	}
	if row := find(t, c, out.ID); !row.Reached.Equal(at(t, "2026-03-05T11:00:01Z")) {
		t.Errorf("reached %s", row.Reached)
	}
}

func TestAmendments(t *testing.T) {
	b := newBook(t)
	first := b.add("contact", "2026-02-20T10:00Z",
		fields{"headline": "Vist", "occurred": "2026-02-20"})
	second := b.add("contact", "2026-02-21T10:00Z",
		fields{"headline": "Visit", "occurred": "2026-02-20", "links": links{"amends": first}})
	third := b.add("contact", "2026-03-02T10:00Z",
		fields{"headline": "Home visit", "occurred": "2026-02-20", "by": "hall",
			"amend_reason": "addition", "links": links{"amends": second}})
	c := b.fold()
	rows := c.Chronology(false)
	if len(rows) != 1 || rows[0].Event != "Home visit" || !rows[0].Amended ||
		rows[0].Entry.Entry != third.ID {
		t.Fatalf("rows %+v, want the newest text alone", rows)
	}
	if h := rows[0].History; len(h) != 2 || h[0].ID != first.ID || h[1].ID != second.ID {
		t.Errorf("history %v, want the first and the second text", h)
	}
	if rows[0].Late != 0 {
		t.Error("an amendment makes nothing late: the first text was in time")
	}
	if c.Thread(first.ID) != c.Thread(third.ID) {
		t.Error("every version leads to the same thread")
	}
}

func TestUnlawfulAmendments(t *testing.T) {
	b := newBook(t)
	first := b.add("contact", "2026-02-20T10:00Z", fields{"headline": "Visit"})
	silent := b.add("contact", "2026-02-21T10:00Z",
		fields{"headline": "No visit", "by": "ben", "links": links{"amends": first}})
	wrong := b.add("note", "2026-02-22T10:00Z",
		fields{"headline": "Note", "links": links{"amends": first}})
	c := b.fold()
	if got := len(c.Chronology(false)); got != 3 {
		t.Errorf("%d rows, want 3: nothing was lawfully amended", got)
	}
	b.wantRule(c, silent, RuleAmendWithoutReason, true)
	b.wantRule(c, wrong, RuleLinkWrongKind, true)
}

func TestAmendmentLoop(t *testing.T) {
	b := newBook(t)
	x := b.add("note", "2026-02-20T10:00Z", nil)
	y := b.add("note", "2026-02-20T10:00Z", fields{"links": links{"amends": x}})
	x.Links = map[string][]record.Ref{"amends": {y.Ref()}}
	c := b.fold()
	if got := len(c.Chronology(false)); got != 2 {
		t.Errorf("%d rows, want both entries shown", got)
	}
	b.wantRule(c, x, RuleAmendmentLoop, true)
	b.wantRule(c, y, RuleAmendmentLoop, true)
}

func TestAsAt(t *testing.T) {
	b := newBook(t)
	first := b.add("decision", "2026-02-02T10:00Z", fields{"headline": "Stay at home"})
	b.endorse(first, "hall", "line", "endorsed", "2026-02-03T10:00Z")
	b.add("decision", "2026-02-05T10:00Z",
		fields{"headline": "Move to aunt", "links": links{"amends": first}})
	b.add("note", "2026-02-01T10:00Z", nil)
	b.in.Items[3].Committed = at(t, "2026-02-06T10:00Z") // recorded earlier, shared later
	for _, tt := range []struct {
		now   string
		rows  int
		event string
		state EndorsementState
	}{
		{"2026-02-02T09:59Z", 0, "", ""},
		{"2026-02-02T10:00Z", 1, "Stay at home", EndorsedNone},
		{"2026-02-04T10:00Z", 1, "Stay at home", EndorsedLine},
		{"2026-02-05T10:00Z", 1, "Move to aunt", EndorsedEarlier},
		{"2026-02-06T10:00Z", 2, "Move to aunt", EndorsedEarlier},
	} {
		b.in.Now, b.in.AsAt = at(t, tt.now), at(t, tt.now)
		c := b.fold()
		rows := c.Chronology(false)
		if len(rows) != tt.rows {
			t.Errorf("as at %s: %d rows, want %d", tt.now, len(rows), tt.rows)
			continue
		}
		if d := c.Decisions; len(d) > 0 && (d[0].Entry.Headline != tt.event ||
			d[0].Entry.Endorsement.State != tt.state) {
			t.Errorf("as at %s: %q, %s; want %q, %s", tt.now, d[0].Entry.Headline,
				d[0].Entry.Endorsement.State, tt.event, tt.state)
		}
	}
}

func TestRefusedEntryIsShownAndNotFolded(t *testing.T) {
	b := newBook(t)
	e := b.add("risk", "2026-02-02T10:00Z", fields{"state": "open", "insignificant": ""})
	b.in.Items[0].Fault = "by is not the commit's author"
	c := b.fold()
	if len(c.Risks) != 0 {
		t.Error("a refused risk was folded")
	}
	rows := c.Chronology(true)
	if len(rows) != 1 || rows[0].Fault == "" {
		t.Errorf("rows %+v, want the refused entry with its fault", rows)
	}
	b.wantRule(c, e, RuleRefused, true)
	b.in.Items[0].Entry = nil // what could not be decrypted at all
	if c := b.fold(); len(c.Faults) != 1 || len(c.Chronology(false)) != 0 {
		t.Error("an item without an entry is a fault without a row")
	}
}

func TestSourceAndAction(t *testing.T) {
	b := newBook(t)
	e := b.add("concern", "2026-03-05T16:00Z",
		fields{"anonymous": "yes", "reason_for_none": "seen by the doctor today"})
	e.Sources = []record.Source{{Who: "neighbour"}, {Who: "Ms Lind", Agency: "Northshire CSC"}}
	r := b.add("referral", "2026-03-05T17:00Z",
		fields{"direction": "in",
			"referrer": map[string]any{"name": "Ms Bell", "agency": "Hill School"},
			"made_at":  "2026-03-05"})
	c := b.fold()
	if row := find(t, c, e.ID); row.Source != "neighbour; Ms Lind, Northshire CSC" ||
		!row.Withheld || row.Action != "none: seen by the doctor today" {
		t.Errorf("source %q, withheld %v, action %q", row.Source, row.Withheld, row.Action)
	}
	if row := find(t, c, r.ID); row.Source != "Ms Bell, Hill School" || row.Withheld ||
		row.Event != "referral" {
		t.Errorf("source %q, withheld %v, event %q", row.Source, row.Withheld, row.Event)
	}
}

// The fold is the same whatever the order in which entries are given.
func TestFoldIgnoresOrder(t *testing.T) {
	b := story(t)
	want := Fold(b.in)
	if len(want.Findings) == 0 || len(want.Deadlines) == 0 {
		t.Fatal("the story is too smooth to prove anything")
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 50 {
		in := b.in
		in.Items = slices.Clone(b.in.Items)
		random.Shuffle(len(in.Items), func(i, j int) {
			in.Items[i], in.Items[j] = in.Items[j], in.Items[i]
		})
		got := Fold(in)
		if !reflect.DeepEqual(got, want) {
			t.Fatal("another order of the entries gave another case")
		}
	}
}

func BenchmarkFold200(b *testing.B) {
	s := story(&testing.T{})
	for len(s.in.Items) < 200 {
		e := *s.in.Items[len(s.in.Items)%7+1].Entry
		e.ID = record.ID("5K" + record.NewNonce()[:6])
		e.Recorded = e.Recorded.Add(time.Duration(len(s.in.Items)) * time.Minute)
		s.in.Items = append(s.in.Items,
			Item{Entry: &e, SHA256: string(e.ID), Author: e.By, Committed: e.Recorded})
	}
	for b.Loop() {
		Fold(s.in).Chronology(false)
	}
}
