package cases

import (
	"slices"
	"testing"
	"time"

	"casefile/internal/record"
)

// A front sheet says who left what behind, who vouches for it, and when it came in.
func TestTakenOver(t *testing.T) {
	b := newBook(t)
	for i, who := range []struct{ author, signer, fault, came string }{
		{"asha", "", "", "2026-03-01T10:00Z"},
		{"asha", "hall", "", "2026-03-03T10:00Z"},
		{"carl", "hall", "", "2026-03-02T10:00Z"},
		{"asha", "hall", "", "2026-03-02T12:00Z"},
		{"asha", "hall", "refused", "2026-03-05T12:00Z"},
		{"hall", "hall", "", "2026-03-05T12:00Z"},
	} {
		b.add("note", "2026-02-01T10:00Z", fields{"by": who.author})
		it := &b.in.Items[i]
		it.Signer, it.Fault, it.Committed = who.signer, who.fault, at(t, who.came)
	}
	want := []TakenOver{
		{"asha", "hall", 2, at(t, "2026-03-02T12:00Z"), at(t, "2026-03-03T10:00Z")},
		{"carl", "hall", 1, at(t, "2026-03-02T10:00Z"), at(t, "2026-03-02T10:00Z")},
	}
	same := func(x, y TakenOver) bool {
		x.First, x.Last = x.First.UTC(), x.Last.UTC()
		y.First, y.Last = y.First.UTC(), y.Last.UTC()
		return x == y
	}
	if got := b.fold().TakenOver(); !slices.EqualFunc(got, want, same) {
		t.Errorf("taken over: %v, want %v", got, want)
	}
}

// Who took a correction over does not stand behind it by an endorsement of a later text.
func TestCorrectionTakenOver(t *testing.T) {
	b := newBook(t)
	first := b.add("decision", "2026-02-01T10:00Z", fields{"mode": "sole"})
	second := b.add("decision", "2026-02-02T10:00Z", fields{"mode": "sole",
		"links": links{"amends": first}})
	b.in.Items[1].Signer = "hall"
	third := b.add("decision", "2026-02-03T10:00Z", fields{"mode": "sole",
		"links": links{"amends": second}})
	for _, tt := range []struct {
		by   string
		want bool
	}{{"hall", false}, {"okoro", true}, {"asha", false}} {
		b := *b
		b.in.Items = slices.Clone(b.in.Items)
		b.endorse(third, tt.by, "line", "endorsed", "2026-02-04T10:00Z")
		c := b.fold()
		thread := c.Thread(third.ID)
		g := Given{Level: "line", Verdict: record.VerdictEndorsed, By: tt.by,
			At: time.Time{}, of: thread.Item}
		if got := c.standsBehind(thread, g, c.Item(second.ID)); got != tt.want {
			t.Errorf("%s stands behind it: %v", tt.by, got)
		}
	}
}
