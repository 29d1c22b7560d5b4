package cases

import (
	"slices"
	"testing"

	"casefile/internal/record"
)

func TestToldBy(t *testing.T) {
	e := &record.Entry{For: "Bea Roe",
		Sources: []record.Source{{Who: "Edith Hallam", How: "telephone"}, {Who: "unknown"}},
		Fields: map[string]any{
			"referrer": map[string]any{"name": "Ann Kirkby", "contact": "01632 960204",
				"agency": "none"}}}
	want := []string{"Bea Roe", "Ann Kirkby", "01632 960204", "Edith Hallam"}
	if got := ToldBy(e); !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

func TestHiddenEverywhere(t *testing.T) {
	known := []string{"Tobi Adeyemi", "Dana Adeyemi", "Auntie Bee"}
	for who, want := range map[string]bool{
		"Edith Hallam": true, "E. H.": true, "neighbour at number 6": true, "01632 960204": true,
		"a neighbour": false, "neighbour": false, // who that is, nobody can tell
		"Dana Adeyemi": false, "ADEYEMI, Dana": false, "D. Adeyemi": false, // known anyway
	} {
		if got := HiddenEverywhere(who, known); got != want {
			t.Errorf("%q: %v", who, got)
		}
	}
}

// TestReportersInCopies: a copy covers them in all texts, the screen shows them; a reporter
// who is not anonymous any more, and one whom the profile names, stay.
func TestReportersInCopies(t *testing.T) {
	b := newBook(t)
	b.add("profile", "2026-03-01T09:00Z", fields{"name": "Remi Lowe",
		"people": []any{map[string]any{"name": "Nell Lowe", "relation": "aunt"}}})
	told := func(anonymous string, who ...string) *record.Entry {
		e := b.add("concern", "2026-03-02T09:00Z",
			fields{"anonymous": anonymous, "headline": "A call"})
		for _, w := range who {
			e.Sources = append(e.Sources, record.Source{Who: w})
		}
		return e
	}
	told("yes", "Edith Hallam", "Nell Lowe", "neighbour at number 6", "a neighbour")
	told("no", "Ann Kirkby")
	const text = "Mrs Hallam, Nell and Kirkby rang; a neighbour, the neighbour at number 6, the " +
		"number 6 bus."
	const want = "withheld, Nell and Kirkby rang; a neighbour, the withheld, the number 6 bus."
	s := b.fold().Shield()
	if got := s.Cover(text); got != text {
		t.Errorf("on a screen: %q", got)
	}
	if got := s.Copied().Cover(text); got != want {
		t.Errorf("in a copy: %q, want %q", got, want)
	}
	if got := s.Copied().Cover("Edith Hallam"); got != "withheld" {
		t.Errorf("alone: %q", got)
	}
	if s.Covers() || !s.Copied().Covers() {
		t.Error("a screen covers, or a copy does not")
	}
}
