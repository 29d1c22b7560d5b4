package cases

import (
	"slices"
	"testing"

	"casefile/internal/record"
)

// All that keeps a case is told at once, and nothing else of a case that goes on.
func TestHindrances(t *testing.T) {
	closed := record.Docket{Case: caseID, Status: record.Closed, RetainUntil: day(t, "2027-12-31")}
	with := func(change func(d *record.Docket)) record.Docket {
		d := closed
		change(&d)
		return d
	}
	held := func(d record.Docket) record.Docket { return d.WithHold("9QXH7K2M") }
	blocked := func(blocks ...string) record.Docket { return with(func(d *record.Docket) { d.Blocks = blocks }) }
	undated := with(func(d *record.Docket) { d.RetainUntil = record.Date{} })
	for name, tt := range map[string]struct {
		d              record.Docket
		today, missing string
		want           []Hindrance
	}{
		"the day after": {closed, "2028-01-01", "", nil},
		"the last day": {closed, "2027-12-31", "",
			[]Hindrance{{NotYet, "it is to be kept until 2027-12-31"}}},
		"requested": {with(func(d *record.Docket) { d.Status = record.Disposing }),
			"2028-01-01", "", nil},
		"transferred": {with(func(d *record.Docket) { d.Status = record.Transferred }),
			"2028-01-01", "", nil},
		"open, and held": {with(func(d *record.Docket) {
			d.Status, d.Holds = record.Open, []record.ID{"9QXH7K2M"}
		}), "2028-01-01", "",
			[]Hindrance{{NotEnded, "is open; only a closed case can be disposed of"}}},
		"destroyed": {with(func(d *record.Docket) { d.Status = record.Destroyed }), "2028-01-01",
			"",
			[]Hindrance{{NotEnded, "is destroyed; only a closed case can be disposed of"}}},
		"no receipt": {blocked(record.BlockTransfer), "2028-01-01", "",
			[]Hindrance{{NoReceipt, "a transfer waits for its receipt"}}},
		"everything": {held(blocked(record.BlockRecheck, record.BlockTransfer)),
			"2027-12-30", "", []Hindrance{
				{OnHold, "it is on hold"}, {NoReceipt, "a transfer waits for its receipt"},
				{Unchecked, "something was added since its date was computed"}, {NotYet,
					"it is to be kept until 2027-12-31"}}},
		"no date": {undated, "2028-01-01", "",
			[]Hindrance{{NoDate, "it has no date, as a fact is missing"}}},
		"no date, and why": {undated, "2028-01-01", "the rule concern needs the date of birth",
			[]Hindrance{{FactNeeded, "it has no date, as a fact is missing: the rule concern needs the date of birth"}}},
		"a date, whatever was missing": {closed, "2028-01-01",
			"the rule concern needs the date of birth", nil},
	} {
		if got := Hindrances(&tt.d, day(t, tt.today), tt.missing); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
}

func TestNeedsAndBasis(t *testing.T) {
	considered := []RuleResult{
		{ID: "adoption", MissingFact: "date of the adoption order"}, // it does not apply
		{ID: "usual", Applies: true, Date: day(t, "2033-01-01")},
		{ID: "concern", Applies: true, MissingFact: "date of birth"},
	}
	for _, tt := range []struct {
		name         string
		r            Retention
		needs, basis string
	}{
		{"dated", Retention{Until: day(t, "2033-12-31"), Rule: "usual", Considered: considered}, "",
			"the agency's retention rule usual"},
		{"a fact is missing", Retention{Rule: "concern", Considered: considered},
			"the rule concern needs the date of birth", "the agency's retention rule concern"},
		{"no rule", Retention{Considered: considered[1:2]}, "", ""},
	} {
		if needs, basis := tt.r.Needs(), tt.r.Basis(); needs != tt.needs || basis != tt.basis {
			t.Errorf("%s: needs %q on the basis of %q", tt.name, needs, basis)
		}
	}
}

func TestDisposalFindings(t *testing.T) {
	d := &record.Docket{Case: caseID, RetainUntil: day(t, "2033-12-31")}
	says := func(until string) *record.Entry {
		return &record.Entry{ID: "7K2M9QXH", Case: caseID, Kind: "disposal",
			Fields: map[string]any{"retain_until": until}}
	}
	if found := DisposalFindings(d, says("2033-12-31")); len(found) > 0 {
		t.Errorf("the docket's own date: %v", found)
	}
	found := DisposalFindings(d, says("2032-12-31"))
	if !found.Failed() || found[0].Entry != "7K2M9QXH" ||
		found[0].Found != "retain_until is 2032-12-31; the case was to be kept until 2033-12-31" {
		t.Errorf("a year too early: %v", found)
	}
}
