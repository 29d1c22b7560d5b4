package cases

import (
	"testing"

	"casefile/internal/record"
)

// What becomes of a text that would amend another, by who signed it and could read.
func TestAmending(t *testing.T) {
	text := func(kind, by string, reason string, change func(*Item)) *Item {
		it := &Item{Entry: &record.Entry{Kind: kind, By: by, Fields: map[string]any{}}, Author: by}
		if reason != "" {
			it.Fields["amend_reason"] = reason
		}
		if change != nil {
			change(it)
		}
		return it
	}
	reader := func(it *Item) { it.MayAdd = true }
	filedFrom := func(by string) func(*Item) {
		return func(it *Item) {
			it.MayAdd, it.Filed, it.Origin = true, true, []record.Origin{{Case: "P4W827QM", By: by}}
		}
	}
	forged := func(it *Item) {
		it.MayAdd, it.Origin = true, []record.Origin{{Case: "P4W827QM", By: "ben"}}
	}
	adopted := func(by string, reads bool) func(*Item) {
		return func(it *Item) { it.Signer, it.MayAdd = by, reads }
	}
	for _, tt := range []struct {
		name   string
		to, it *Item
		want   amendment
	}{
		{"one's own note", text("note", "asha", "", reader), text("note", "asha", "", reader),
			amends},
		{"one's own, who reads nothing", text("concern", "ben", "", nil),
			text("concern", "ben", "", nil), amends},
		{"another's note, with a reason", text("note", "asha", "", reader),
			text("note", "mina", "error", reader), amends},
		{"another's, without a reason", text("note", "asha", "", reader),
			text("note", "mina", "", reader), amendsUnreasoned},
		{"another's, who reads nothing", text("note", "asha", "", reader),
			text("note", "ben", "error", nil), amendsUnlawful},
		{"another's concern, who reads nothing", text("concern", "asha", "", reader),
			text("concern", "ben", "error", nil), amendsUnlawful},
		{"another's concern, by a reader", text("concern", "ben", "", nil),
			text("concern", "mina", "error", reader), amendsBeside},
		{"another's concern, without a reason", text("concern", "ben", "", nil),
			text("concern", "mina", "", reader), amendsUnreasoned},
		{"the absent member's own, adopted by a reader", text("note", "omar", "", reader),
			text("note", "omar", "", adopted("mina", true)), amends},
		{"the absent member's own, adopted by nobody who reads", text("note", "omar", "", reader),
			text("note", "omar", "", adopted("mina", false)), amendsUnlawful},
		{"the absent member's words about the adopter's entry", text("note", "mina", "", reader),
			text("note", "omar", "", adopted("mina", true)), amendsUnreasoned},
		{"a concern filed with its amendment by the same author",
			text("concern", "mina", "", filedFrom("ben")),
			text("concern", "mina", "error", filedFrom("ben")), amends},
		{"who filed a concern amends it", text("concern", "mina", "", filedFrom("ben")),
			text("concern", "mina", "error", reader), amendsBeside},
		{"an origin that history does not confirm names nobody", text("concern", "ben", "", nil),
			text("concern", "mina", "error", forged), amendsBeside},
	} {
		if got := amending(tt.to, tt.it); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

// A text that takes no other's place is still shown, and so is the other, with a finding.
func TestAmendmentWithoutRight(t *testing.T) {
	b := newBook(t)
	first := b.add("contact", "2026-02-20T10:00Z", fields{"headline": "Visit"})
	other := b.add("contact", "2026-02-21T10:00Z",
		fields{"headline": "No visit", "by": "ben", "amend_reason": "error",
			"links": links{"amends": first}})
	b.in.Items[1].MayAdd = false
	c := b.fold()
	b.wantRule(c, other, RuleAmendWithoutRight, true)
	for _, e := range []*record.Entry{first, other} {
		if row := find(t, c, e.ID); row.Amended || row.Event != e.Headline {
			t.Errorf("%s: %+v", e.ID, row)
		}
	}
	if got := c.Thread(first.ID); got.ID != first.ID {
		t.Errorf("%s stands in the place of the visit", got.ID)
	}
}

// Who amended an amendment may lose the access they had: it was theirs at its commit.
func TestAmendmentOfAnAmendment(t *testing.T) {
	b := newBook(t)
	first := b.add("contact", "2026-02-20T10:00Z", fields{"headline": "Vist", "by": "omar"})
	second := b.add("contact", "2026-02-21T10:00Z",
		fields{"headline": "Visit", "by": "hall", "amend_reason": "error",
			"links": links{"amends": first}})
	third := b.add("contact", "2026-02-22T10:00Z",
		fields{"headline": "Home visit", "by": "asha", "amend_reason": "addition",
			"links": links{"amends": second}})
	b.in.Active = map[string]bool{"asha": true} // omar and hall have left since
	c := b.fold()
	if rows := c.Chronology(false); len(rows) != 1 || rows[0].Entry.Entry != third.ID ||
		len(rows[0].History) != 2 {
		t.Errorf("rows %+v", rows)
	}
	// Erased, the second leaves the others together: the third names the first too.
	third.Links["amends"] = append(third.Links["amends"], first.Ref())
	b.in.Items = append(b.in.Items[:1], b.in.Items[2])
	c = b.fold()
	if rows := c.Chronology(false); len(rows) != 1 || rows[0].Entry.Entry != third.ID ||
		len(rows[0].History) != 1 {
		t.Errorf("after an erasure: rows %+v", rows)
	}
}
