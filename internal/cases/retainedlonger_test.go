package cases

import (
	"slices"
	"strings"
	"testing"

	"casefile/internal/record"
)

// A closed case with a profile of a child born on 20 November 2016, whose service ended on 14
// June 2027: by the floor it is kept until 31 December 2028, with a concern until 2041.
func TestRetainEarly(t *testing.T) {
	const other = record.ID("P4W86T2H")
	for _, tt := range []struct {
		name   string
		until  string // of the docket
		status record.Status
		build  func(b *book)
		sorts  []HindranceSort
		why    string // part of what is said; "" where nothing is
	}{
		{"the same date", "2028-12-31", record.Closed, nil, nil, ""},
		{"a later one", "2041-12-31", record.Closed, nil, nil, ""},
		{"a year too early", "2027-12-31", record.Closed, nil, []HindranceSort{RetainedLonger},
			"the rule floor keeps it until 2028-12-31 (it applies to every case)"},
		{"a concern that the closing left out", "2028-12-31", record.Disposing,
			func(b *book) {
				b.add("concern", "2026-02-01T10:00Z", nil)
			}, []HindranceSort{RetainedLonger},
			"the rule concern keeps it until 2041-12-31"},
		{"no date", "", record.Closed,
			func(b *book) { b.add("concern", "2026-02-01T10:00Z", nil) }, nil, ""},
		{"open", "", record.Open, nil, nil, ""},
		{"the other case goes on", "2028-12-31", record.Transferred, linkedTo(t, other,
			&record.Docket{Case: other, Status: record.Open}), []HindranceSort{LinkedCase},
			"the case P4W8-6T2H of the same child has not ended"},
		{"the other case is kept longer", "2028-12-31", record.Closing, linkedTo(t, other,
			&record.Docket{Case: other, Status: record.Closed, RetainUntil: day(t, "2041-12-31")}),
			[]HindranceSort{LinkedCase}, "the case P4W8-6T2H of the same child is kept until then"},
		{"the other case is kept as long", "2041-12-31", record.Closed, linkedTo(t, other,
			&record.Docket{Case: other, Status: record.Closed, RetainUntil: day(t, "2041-12-31")}),
			nil, ""},
		{"a hold that the docket does not name", "2028-12-31", record.Closed, func(b *book) {
			b.add("hold", "2027-07-01T10:00Z", map[string]any{"reason": "an inquiry"})
			b.in.Docket.Holds = nil
		}, []HindranceSort{Unlisted}, "holds the case, and its docket does not name it"},
		{"a quoted profile that can't be read whole", "2028-12-31", record.Closed, func(b *book) {
			b.came(quoting("profile", "cut short\n"))
		}, []HindranceSort{FactNeeded}, "22GH quotes a profile that can't be read whole"},
		{"a date of birth that was taken back", "2041-12-31", record.Closed, func(b *book) {
			b.add("concern", "2026-02-01T10:00Z", nil)
			b.in.Items[0].Fields["date_of_birth"] = "unknown"
		}, []HindranceSort{FactNeeded}, "the rule concern needs the date of birth, which is not " +
			"recorded"},
	} {
		b := newBook(t)
		b.profile("2026-01-12T10:00Z", "2016-11-20")
		b.in.Docket = &record.Docket{Case: caseID, Status: tt.status,
			ServiceEnded: day(t, "2027-06-14")}
		if tt.until != "" {
			b.in.Docket.RetainUntil = day(t, tt.until)
		}
		if tt.build != nil {
			tt.build(b)
		}
		c := b.fold()
		why := c.RetainEarly()
		if (why == "") != (tt.why == "") || !strings.Contains(why, tt.why) {
			t.Errorf("%s: %q, wanted %q", tt.name, why, tt.why)
		}
		found := slices.ContainsFunc(c.Findings, func(f record.Finding) bool {
			return f.Rule == RuleRetainEarly
		})
		if found != (tt.why != "") {
			t.Errorf("%s: a finding: %v", tt.name, found)
		}
		if why == "" {
			continue
		}
		var sorts []HindranceSort
		for _, h := range c.AllHindrances(nil, nil) {
			sorts = append(sorts, h.Sort)
		}
		if !slices.Equal(sorts, tt.sorts) {
			t.Errorf("%s: hindrances %v, wanted %v", tt.name, sorts, tt.sorts)
		}
	}
}

// linkedTo has the profile name another case of the same child, with that docket.
func linkedTo(t *testing.T, other record.ID, d *record.Docket) func(b *book) {
	t.Helper()
	return func(b *book) {
		b.in.Items[0].Fields["other_cases"] =
			[]any{map[string]any{"case": string(other), "relation": "same_child"}}
		b.in.Docketed = func(id record.ID) (*record.Docket, bool) { return d, id == other }
	}
}

// A case of the same child that has ended and has no date may be kept longer: that stops a
// disposal, and is no finding of this case.
func TestUndatedOther(t *testing.T) {
	const other = record.ID("P4W86T2H")
	b := newBook(t)
	b.profile("2026-01-12T10:00Z", "2016-11-20")
	b.in.Docket = &record.Docket{Case: caseID, Status: record.Closed,
		ServiceEnded: day(t, "2027-06-14"),
		RetainUntil:  day(t, "2028-12-31")}
	linkedTo(t, other, &record.Docket{Case: other, Status: record.Closed})(b)
	c := b.fold()
	held := c.AllHindrances(nil, nil)
	if len(held) != 1 || held[0].Sort != LinkedCase || held[0].About != other ||
		c.RetainEarly() != "" {
		t.Errorf("%v, and early: %q", held, c.RetainEarly())
	}
}

// An entry that is left out stops a disposal until the request names it, by its whole ID.
func TestLeftOut(t *testing.T) {
	b := newBook(t)
	b.profile("2026-01-12T10:00Z", "2016-11-20")
	b.add("note", "2026-02-01T10:00Z", nil)
	b.in.Items[1].Fault = "sealed with a key of an epoch that you do not have"
	b.in.Docket = &record.Docket{Case: caseID, Status: record.Closed,
		ServiceEnded: day(t, "2027-06-14"),
		RetainUntil:  day(t, "2028-12-31")}
	c := b.fold()
	left := c.LeftOut()
	if len(left) != 1 || c.RetainEarly() != "" || !c.Retention.Until.IsZero() {
		t.Fatalf("left out: %v, %q, until %s", left, c.RetainEarly(), c.Retention.Until)
	}
	held := c.AllHindrances(nil, nil)
	if len(held) != 1 || held[0].Sort != LeftOut || held[0].About != left[0] {
		t.Errorf("%v", held)
	}
	named := func(ids ...any) *record.Entry {
		return &record.Entry{ID: "7K2M9QXH",
			Fields: map[string]any{"retain_until": "2028-12-31", "unread": ids}}
	}
	if held := c.AllHindrances(nil, UnreadBy(named(left[0].String()))); len(held) > 0 {
		t.Errorf("named: %v", held)
	}
	if found := c.DisposalFindings(named(string(left[0]))); len(found) > 0 {
		t.Errorf("named: %v", found)
	}
	for _, wrong := range []any{string(left[0])[:4], "9QXH7K2M", string(b.in.Items[0].ID)} {
		if found := c.DisposalFindings(named(wrong)); len(found) != 1 {
			t.Errorf("%v: %v", wrong, found)
		}
		if held := c.AllHindrances(nil, UnreadBy(named(wrong))); len(held) != 1 {
			t.Errorf("%v: %v", wrong, held)
		}
	}
}

// What a case is kept for beside others: by its own rules, and by theirs.
func TestRetentionIf(t *testing.T) {
	const other = record.ID("P4W86T2H")
	b := newBook(t)
	b.profile("2026-01-12T10:00Z", "2016-11-20")
	b.in.Docket = &record.Docket{Case: caseID, Status: record.Closed,
		ServiceEnded: day(t, "2027-06-14")}
	linkedTo(t, other,
		&record.Docket{Case: other, Status: record.Closed, RetainUntil: day(t, "2041-12-31")})(b)
	c := b.fold()
	for until, dates := range map[string]map[record.ID]record.Date{
		"2041-12-31": nil,
		"2028-12-31": {other: {}},
		"2033-12-31": {other: day(t, "2033-12-31")},
	} {
		if got := c.RetentionIf(dates).Until; got != day(t, until) {
			t.Errorf("with %v until %s, wanted %s", dates, got, until)
		}
	}
	if c.Docket.RetainUntil != (record.Date{}) || c.Retention.Until != day(t, "2041-12-31") {
		t.Error("it changes the case that is asked")
	}
}
