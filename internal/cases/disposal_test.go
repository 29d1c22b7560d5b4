package cases

import (
	"slices"
	"testing"

	"casefile/internal/policy"
	"casefile/internal/record"
)

// All that keeps a case is told at once, and nothing else of a case that goes on.
func TestHindrances(t *testing.T) {
	rules := &policy.Policy{Version: 4, RetentionVersion: 2}
	closed := record.Docket{Case: caseID, Status: record.Closed, Policy: 3,
		RetainUntil: day(t, "2027-12-31")}
	with := func(change func(d *record.Docket)) record.Docket {
		d := closed
		change(&d)
		return d
	}
	held := func(d record.Docket) record.Docket { return d.WithHold("9QXH7K2M") }
	blocked := func(blocks ...string) record.Docket {
		return with(func(d *record.Docket) { d.Blocks = blocks })
	}
	undated := with(func(d *record.Docket) { d.RetainUntil = record.Date{} })
	for name, tt := range map[string]struct {
		d     record.Docket
		today string
		want  []Hindrance
	}{
		"the day after": {closed, "2028-01-01", nil},
		"the last day": {closed, "2027-12-31",
			[]Hindrance{{Sort: NotYet, Why: "it is to be kept until 2027-12-31"}}},
		"requested": {with(func(d *record.Docket) {
			d.Status, d.Pending = record.Disposing, "7K2M9QXH"
		}),
			"2028-01-01", nil},
		"an erasure waits": {with(func(d *record.Docket) { d.Pending = "7K2M9QXH" }), "2028-01-01",
			[]Hindrance{{Waits, "a request to erase entries of it is not settled", "7K2M9QXH"}}},
		"transferred": {with(func(d *record.Docket) { d.Status = record.Transferred }),
			"2028-01-01", nil},
		"open, and held": {with(func(d *record.Docket) {
			d.Status, d.Holds = record.Open, []record.ID{"9QXH7K2M"}
		}), "2028-01-01",
			[]Hindrance{{Sort: NotEnded, Why: "is open; only a closed case can be disposed of"}}},
		"destroyed": {with(func(d *record.Docket) { d.Status = record.Destroyed }), "2028-01-01",
			[]Hindrance{{Sort: NotEnded, Why: "is destroyed; only a closed case can be disposed " +
				"of"}}},
		"no receipt": {blocked(record.BlockTransfer), "2028-01-01",
			[]Hindrance{{Sort: NoReceipt, Why: "a transfer waits for its receipt"}}},
		"everything": {held(blocked(record.BlockRecheck, record.BlockTransfer)),
			"2027-12-30", []Hindrance{
				{OnHold, "it is on hold by 9QXH-7K2M", "9QXH7K2M"},
				{Sort: NoReceipt, Why: "a transfer waits for its receipt"},
				{Sort: Unchecked, Why: "something was added since its date was computed, " +
					"or a case of the same child has changed"}, {Sort: NotYet,
					Why: "it is to be kept until 2027-12-31"}}},
		"no date": {undated, "2028-01-01",
			[]Hindrance{{Sort: NoDate, Why: "it has no date: a fact is missing, or " +
				"a case of the same child has not ended"}}},
		"under the policy before": {with(func(d *record.Docket) { d.Policy = 1 }), "2028-01-01",
			[]Hindrance{{Sort: OlderPolicy, Why: "its date was computed under version 1 of the " +
				"policy, and version 2 changed how long cases are kept"}}},
	} {
		if got := Hindrances(&tt.d, day(t, tt.today), rules); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
}

func TestBasis(t *testing.T) {
	considered := []RuleResult{{ID: "usual", Applies: true}, {ID: "concern", Applies: true}}
	for rule, want := range map[string]string{"concern": "the agency's retention rule concern",
		"": "", "other": ""} {
		if got := (Retention{Rule: rule, Considered: considered}).Basis(); got != want {
			t.Errorf("%q: on the basis of %q", rule, got)
		}
	}
}

func TestDisposalFindings(t *testing.T) {
	c := &Case{ID: caseID, Docket: &record.Docket{Case: caseID, RetainUntil: day(t, "2033-12-31")}}
	says := func(until string) *record.Entry {
		return &record.Entry{ID: "7K2M9QXH", Case: caseID, Kind: "disposal",
			Fields: map[string]any{"retain_until": until}}
	}
	if found := c.DisposalFindings(says("2033-12-31")); len(found) > 0 {
		t.Errorf("the docket's own date: %v", found)
	}
	found := c.DisposalFindings(says("2032-12-31"))
	if !found.Failed() || found[0].Entry != "7K2M9QXH" ||
		found[0].Found != "retain_until is 2032-12-31; the case was to be kept until 2033-12-31" {
		t.Errorf("a year too early: %v", found)
	}
}
