package cli

import (
	"errors"
	"strings"
	"testing"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/policy"
	"casefile/internal/record"
)

// What holds a case is said all at once, with the command that helps first.
func TestHolds(t *testing.T) {
	closed := record.Docket{Case: "K3F927QM", Status: record.Closed, Policy: 2,
		RetainUntil: record.Date{Year: 2027, Month: 12, Day: 31}}
	rules := &policy.Policy{Version: 2, RetentionVersion: 2}
	with := func(change func(d *record.Docket)) record.Docket {
		d := closed
		change(&d)
		return d
	}
	blocked := func(blocks ...string) record.Docket {
		return with(func(d *record.Docket) { d.Blocks = blocks })
	}
	for name, c := range map[string]struct {
		d         record.Docket
		today     string
		why, help string // "" where nothing holds it
	}{
		"the day after": {d: closed, today: "2028-01-01"},
		"the last day": {closed, "2027-12-31", "it is to be kept until 2027-12-31",
			"casefile retention explain K3F9-27QM"},
		"transferred": {d: with(func(d *record.Docket) {
			d.Status = record.Transferred
		}), today: "2028-01-01"},
		"open": {with(func(d *record.Docket) {
			d.Status = record.Open
		}), "2028-01-01", "only a closed case", "casefile close K3F9-27QM"},
		"closing": {with(func(d *record.Docket) {
			d.Status = record.Closing
		}), "2028-01-01", "is closing; only a closed case", "casefile close K3F9-27QM"},
		"no receipt": {blocked(record.BlockTransfer), "2028-01-01",
			"disposed of: a transfer waits for its receipt",
			"casefile transfer K3F9-27QM shows it"},
		"hold and no receipt": {blocked(record.BlockTransfer).WithHold("9QXH7K2M"), "2028-01-01",
			"it is on hold by 9QXH-7K2M; a transfer waits for its receipt",
			"casefile release K3F9-27QM/9QXH-7K2M lifts the hold; casefile transfer"},
		"new content": {blocked(record.BlockRecheck), "2028-01-01", "something was added",
			"casefile retain K3F9-27QM"},
		"new content after the request": {with(func(d *record.Docket) {
			d.Status, d.Pending, d.Blocks = record.Disposing, "7K2M9QXH",
				[]string{record.BlockRecheck}
		}), "2028-01-01", "something was added", "casefile retain K3F9-27QM computes it again"},
		"no date": {with(func(d *record.Docket) {
			d.RetainUntil = record.Date{}
		}), "2028-01-01", "it has no date: a fact is missing", "casefile retention explain"},
		"an older policy": {with(func(d *record.Docket) { d.Policy = 1 }), "2028-01-01",
			"computed under version 1", "casefile retain K3F9-27QM computes it again"},
	} {
		t.Run(name, func(t *testing.T) {
			today, err := record.ParseDate(c.today)
			if err != nil {
				t.Fatal(err)
			}
			held := cases.Hindrances(&c.d, today, rules)
			if c.why == "" {
				if len(held) > 0 {
					t.Errorf("held: %v", held)
				}
				return
			}
			if len(held) == 0 {
				t.Fatalf("nothing holds it, wanted %s", c.why)
			}
			err = heldHint(&casebook.HeldError{Docket: &c.d, Hindrances: held})
			if !errors.Is(err, casebook.ErrState) || !strings.Contains(err.Error(), c.why) {
				t.Fatalf("got %v, wanted %s", err, c.why)
			}
			if h, ok := errors.AsType[*hinted](err); !ok || !strings.HasPrefix(h.hint, c.help) {
				t.Errorf("hint of %#v, wanted %q", err, c.help)
			}
		})
	}
}
