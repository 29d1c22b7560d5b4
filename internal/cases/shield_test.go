package cases

import (
	"slices"
	"testing"
)

// shieldBook returns a case whose home is kept from the father.
func shieldBook(t *testing.T, until string) *book {
	b := newBook(t)
	protection := map[string]any{"from": "father", "basis": "court order"}
	if until != "" {
		protection["until"] = until
	}
	b.add("profile", "2026-03-01T09:00Z", fields{"name": "Remi Lowe", "address": "unknown",
		"address_protected_from": []any{protection},
		"people": []any{
			map[string]any{"name": "Ada Lowe", "relation": "mother", "lives_with": "yes",
				"contact": "01632 960101",
				"address": "Flat 3, 8 Quarry Hill, Eskby EK2 1AB"},
			map[string]any{"name": "Nell Lowe", "relation": "aunt", "address_protected": "yes",
				"address": "5 Weir Street, Eskwater", "contact": "01632 960102"},
			map[string]any{"name": "Col Lowe", "relation": "father",
				"address": "2 Dock Road, Eskmouth", "contact": "01632 960103"},
			map[string]any{"name": "J. Amis", "relation": "teacher",
				"agency": "Quarry Hill Primary", "contact": "01632 960104"},
		}})
	return b
}

func TestShieldCovers(t *testing.T) {
	s := shieldBook(t, "").fold().Shield()
	for _, c := range []struct{ about, text, want string }{
		{"the whole", "Flat 3, 8 Quarry Hill, Eskby EK2 1AB", CoveredWhole},
		{"all of a text but signs", "(8 Quarry Hill).", CoveredWhole},
		{"within a text", "Moved to 8 Quarry Hill, Eskby, on Friday",
			"Moved to (protected address), on Friday"},
		{"in another order", "at Quarry Hill 8", "at (protected address)"},
		{"through marks", "at 8 **Qu**arry Hill today", "at (protected address) today"},
		{"over the end of a line", "at 8 Quarry\nHill today", "at (protected address) today"},
		{"twice", "8 Quarry Hill or EK2 1AB?", "(protected address) or (protected address)?"},
		{"somebody's own", "saw her at 5 Weir St today", "saw her at (protected address) today"},
		{"their number", "ring +44 1632 960102", "ring (protected number)"},
		{"an agency's name", "rang Quarry Hill Primary", "rang Quarry Hill Primary"},
		{"the town alone", "saw them in Eskby", "saw them in (protected address)"},
		{"the town's half of a postcode", "the EK2 area", "the (protected address) area"},
		{"who lives elsewhere", "he lives at 2 Dock Road, ring 01632 960103",
			"he lives at 2 Dock Road, ring 01632 960103"},
		{"a number of whose address is the home", "ring 01632 960101", "ring 01632 960101"},
		{"what is not known", "unknown", "unknown"},
		{"nothing", "He eats breakfast.", "He eats breakfast."},
		{"no text", "", ""},
	} {
		if got := s.Cover(c.text); got != c.want {
			t.Errorf("%s: %q becomes %q, want %q", c.about, c.text, got, c.want)
		}
	}
}

// TestShieldEnds: a protection is in force up to its last day, and is kept where a newer
// profile leaves it out. What a former profile gave is covered too.
func TestShieldEnds(t *testing.T) {
	const where = "at 8 Quarry Hill and 5 Weir Street"
	b := shieldBook(t, "2026-03-09")
	b.add("profile", "2026-03-05T09:00Z",
		fields{"name": "Remi Lowe", "address": "1 Mere Way", "people": []any{
			map[string]any{"name": "N. Lowe", "relation": "aunt", "address": "5 Weir Street"}}})
	for day, want := range map[string]string{
		"2026-03-09T12:00Z": "at (protected address) and (protected address), not (protected " +
			"address)",
		"2026-03-10T12:00Z": "at 8 Quarry Hill and (protected address), not 1 Mere Way",
	} {
		b.in.Now = at(t, day)
		got := b.fold().Shield().Cover(where + ", not 1 Mere Way")
		if got != want {
			t.Errorf("on %s: %q, want %q", day, got, want)
		}
	}
	if got := newBook(t).fold().Shield().Cover(where); got != where {
		t.Errorf("with nothing protected: %q", got)
	}
}

func TestGuardedPeople(t *testing.T) {
	if got := shieldBook(t, "").fold().GuardedPeople(); !slices.Equal(got, []string{"Nell Lowe"}) {
		t.Errorf("got %q", got)
	}
}

// TestShields: a page about two cases covers what either protects.
func TestShields(t *testing.T) {
	one, none := shieldBook(t, "").fold().Shield(), newBook(t).fold().Shield()
	both := Shields(none, one, nil)
	if got := both.Cover("at 8 Quarry Hill"); got != "at (protected address)" {
		t.Errorf("got %q", got)
	}
	if Shields(none, nil).Covers() || none.Covers() {
		t.Error("nothing is protected, and something is covered")
	}
	kept := one.Keeping("Eskby Family Support")
	if got := kept.Cover(
		"Eskby Family Support, in Eskby, EK2 1AB"); got != "Eskby Family Support, in (protected "+
		"address)" {
		t.Errorf("got %q", got)
	}
	if got := one.Keeping("8 Quarry Hill Refuge").Cover(
		"the 8 Quarry Hill Refuge"); got != "the (protected address) Refuge" {
		t.Errorf("an agency whose name tells where: %q", got)
	}
}

// TestDeadlinesAreCovered: lists, calendars and messages show what deadlines say.
func TestDeadlinesAreCovered(t *testing.T) {
	b := shieldBook(t, "")
	b.add("action", "2026-03-02T09:00Z",
		fields{"headline": "Locks", "what": "new locks at 8 Quarry Hill", "who": "ben",
			"due": "2026-03-20"})
	for _, d := range b.fold().Deadlines {
		if d.Rule == RuleActionOverdue && d.What != "action: new locks at (protected address)" {
			t.Errorf("the deadline says %q", d.What)
		}
	}
}
