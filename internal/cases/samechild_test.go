package cases

import (
	"testing"

	"casefile/internal/record"
)

// Cases of one child keep each other by their dates. Where this case's own rule gives the same
// year, that is the reason, or two cases would each be kept for the other.
func TestOwnRuleBeforeTheOtherCase(t *testing.T) {
	const other = record.ID("P4W86T2H")
	for _, tt := range []struct{ until, rule, why string }{
		{"2028-12-31", "floor", "the rule floor applies (it applies to every case)"},
		{"2029-12-31", "same_child", "the rule same_child applies (the case P4W8-6T2H of the " +
			"same child is kept until then)"},
		{"", "same_child", "the case P4W8-6T2H of the same child has not ended: there is no date " +
			"yet, and this one is kept with it"},
	} {
		b := newBook(t)
		b.profile("2026-01-12T10:00Z", "2016-11-20").Fields["other_cases"] =
			[]any{map[string]any{"case": string(other), "relation": "same_child"}}
		d := &record.Docket{Case: other, Status: record.Open}
		if tt.until != "" {
			d.Status, d.RetainUntil = record.Closed, day(t, tt.until)
		}
		b.in.Docketed = func(record.ID) (*record.Docket, bool) { return d, true }
		r := b.fold().RetainFrom(day(t, "2027-06-14"))
		if tt.until != "" && r.Ruling().ID != tt.rule {
			t.Errorf("%q: the register would say %s", tt.until, r.Ruling().ID)
		}
		if r.Until.String() != tt.until || r.Rule != tt.rule || r.Why != tt.why {
			t.Errorf("%q: until %s, %s: %s", tt.until, r.Until, r.Rule, r.Why)
		}
	}
}

// Service in this case ends on 14 June 2027: by itself it is kept until 31
// December 2028.
func TestTwoCasesOfOneChild(t *testing.T) {
	const other = record.ID("P4W86T2H")
	for _, tt := range []struct {
		name, relation string
		docket         *record.Docket
		there          bool
		until          string
	}{
		{"the other is kept longer", "same_child",
			&record.Docket{Case: other, Status: record.Closed, RetainUntil: day(t, "2041-12-31")},
			true, "2041-12-31"},
		{"the other goes first", "same_child",
			&record.Docket{Case: other, Status: record.Closed, RetainUntil: day(t, "2027-12-31")},
			true, "2028-12-31"},
		{"the other is open", "same_child", &record.Docket{Case: other, Status: record.Open}, true,
			""},
		{"the other is an intake", "same_child", &record.Docket{Case: other, Status: record.Intake},
			true, ""},
		{"the other can't be read", "same_child", nil, true, ""},
		{"the other lacks a fact of its own", "same_child",
			&record.Docket{Case: other, Status: record.Closed}, true, "2028-12-31"},
		{"the other is destroyed", "same_child",
			&record.Docket{Case: other, Status: record.Destroyed,
				RetainUntil: day(t, "2041-12-31")}, true, "2028-12-31"},
		{"the other is not here", "same_child", nil, false, "2028-12-31"},
		{"the other is a sister's", "sibling", &record.Docket{Case: other, Status: record.Open},
			true, "2028-12-31"},
	} {
		b := newBook(t)
		p := b.profile("2026-01-12T10:00Z", "2016-11-20")
		p.Fields["other_cases"] =
			[]any{map[string]any{"case": string(other), "relation": tt.relation}}
		b.in.Docketed = func(id record.ID) (*record.Docket, bool) {
			return tt.docket, tt.there && id == other
		}
		r := b.fold().RetainFrom(day(t, "2027-06-14"))
		if got := r.Until.String(); got != tt.until {
			t.Errorf("%s: until %q (%s), want %q", tt.name, got, r.Why, tt.until)
		}
		if open := b.fold().Retention; len(open.Considered) != len(b.in.Policy.Retention) {
			t.Errorf("%s: an open case is asked for the other's end: %+v", tt.name, open)
		}
	}
}

// That two cases are of one child was told once, and counts until a senior manager stands
// behind its correction as an error.
func TestSameChildEver(t *testing.T) {
	const other = record.ID("P4W86T2H")
	named := []any{map[string]any{"case": string(other), "relation": "same_child"}}
	sister := []any{map[string]any{"case": string(other), "relation": "sibling"}}
	corrected := func(b *book, p *record.Entry) *record.Entry {
		return b.add("profile", "2026-03-12T10:00Z", fields{"date_of_birth": "2016-11-20",
			"other_cases": sister, "amend_reason": "error", "links": links{"amends": p}})
	}
	for _, tt := range []struct {
		name  string
		build func(b *book, p *record.Entry)
		kept  bool
	}{
		{"as it was told", func(*book, *record.Entry) {}, true},
		{"a newer profile leaves it out", func(b *book, _ *record.Entry) {
			b.profile("2026-03-12T10:00Z", "2016-11-20")
		}, true},
		{"a newer profile says a sister's", func(b *book, _ *record.Entry) {
			b.profile("2026-03-12T10:00Z", "2016-11-20").Fields["other_cases"] = sister
		}, true},
		{"corrected as an error", func(b *book, p *record.Entry) {
			corrected(b, p)
		}, true},
		{"and endorsed by a senior manager", func(b *book, p *record.Entry) {
			b.senior(corrected(b, p))
		}, false},
	} {
		b := newBook(t)
		p := b.profile("2026-01-12T10:00Z", "2016-11-20")
		p.Fields["other_cases"] = named
		tt.build(b, p)
		b.in.Docketed = func(record.ID) (*record.Docket, bool) {
			return &record.Docket{Case: other, Status: record.Open}, true
		}
		if r := Retain(b.in, day(t, "2027-06-14")); (r.Rule == "same_child") != tt.kept {
			t.Errorf("%s: until %q by %s (%s)", tt.name, r.Until, r.Rule, r.Why)
		}
	}
}
