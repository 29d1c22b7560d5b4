package casebook

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"casefile/internal/ledger"
	"casefile/internal/record"
)

const mealSchema = `{"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object"}`

// tighter returns the policy with another number of weeks.
func tighter(o *office) PolicyChange {
	o.Helper()
	text, err := o.as("judith").PolicyText(o.ctx)
	o.must(err)
	return PolicyChange{Text: bytes.Replace(text, []byte("max_weeks: 4"), []byte("max_weeks: 3"),
		1)}
}

func schema(kind, text string) PolicyChange {
	return PolicyChange{Schemas: map[string][]byte{kind: []byte(text)}}
}

// A change of the rules after a faster one gets the next version, and never reverts what the faster
// one changed.
func TestSetPolicyRaced(t *testing.T) {
	for _, tt := range []struct {
		name        string
		first, then PolicyChange // Text of one byte means a tighter policy
		version     int          // in force at the end; 2 if the second is refused
	}{
		{"two schemas", schema("meal", mealSchema), schema("walk", mealSchema), 3},
		{"a schema, and the policy", schema("meal", mealSchema), PolicyChange{Text: []byte("x")},
			3},
		{"the policy, and a schema", PolicyChange{Text: []byte("x")}, schema("meal", mealSchema),
			3},
		{"the policy twice", PolicyChange{Text: []byte("x")}, PolicyChange{Text: []byte("x")}, 2},
		{"one schema twice", schema("meal", mealSchema), schema("meal", `{"type": "object"}`), 2},
	} {
		o := newOffice(t)
		for _, c := range []*PolicyChange{&tt.first, &tt.then} {
			if c.Text != nil {
				*c = tighter(o)
			}
		}
		slow, fast := o.as("judith"), o.as("judith")
		_, err := fast.SetPolicy(o.ctx, tt.first)
		o.must(err)
		_, err = slow.SetPolicy(o.ctx, tt.then)
		if refused := tt.version == 2; refused != errors.Is(err, ErrState) ||
			!refused && err != nil {
			t.Errorf("%s: %v", tt.name, err)
		}
		if got := slow.Policy().Version; got != tt.version {
			t.Errorf("%s: the slow book is at version %d", tt.name, got)
		}
		b := o.as("asha")
		text, err := b.PolicyText(o.ctx)
		o.must(err)
		if b.Policy().Version != tt.version ||
			bytes.Contains(text, []byte("max_weeks: 3")) != (tt.first.Text != nil ||
				tt.then.Text != nil) {
			t.Errorf("%s: version %d, %s", tt.name, b.Policy().Version, text)
		}
	}
}

// Invalid rules are refused, each in its own words, and nothing is written.
func TestSetPolicyRefuses(t *testing.T) {
	o := newOffice(t)
	before := o.git("rev-parse", ledger.MainRef)
	unknown := tighter(o)
	unknown.Text = append(unknown.Text, "whatever: comes\n"...)
	for _, tt := range []struct {
		name, who string
		change    PolicyChange
		want      error
	}{
		{"by no senior", "mina", tighter(o), ErrDenied},
		{"no version", "judith", PolicyChange{Text: []byte{}}, ErrFindings},
		{"a key that nobody knows", "judith", unknown, ErrFindings},
		{"no JSON", "judith", schema("meal", "{"), record.ErrSchema},
		{"a kind named like an ID", "judith", schema("K3F9-27QM", mealSchema), record.ErrSchema},
		{"none to remove", "judith", PolicyChange{Schemas: map[string][]byte{"meal": nil}},
			ErrNotFound},
		{"the same again", "judith", PolicyChange{Text: must(o.as("judith").PolicyText(o.ctx))},
			ErrState},
	} {
		if _, err := o.as(tt.who).SetPolicy(o.ctx, tt.change); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
	if got := o.git("rev-parse", ledger.MainRef); got != before {
		t.Errorf("main moved to %s", got)
	}
}

// A removed schema is gone, and the version increases.
func TestRemoveSchema(t *testing.T) {
	o := newOffice(t)
	for n, c := range []PolicyChange{schema("meal", mealSchema),
		{Schemas: map[string][]byte{"meal": nil}}} {
		b := o.as("judith")
		done, err := b.SetPolicy(o.ctx, c)
		o.must(err)
		own, err := b.Schemas(o.ctx)
		o.must(err)
		if b.Policy().Version != n+2 || len(own) != 1-n ||
			!strings.HasPrefix(b.Tip(), done.Commit) {
			t.Errorf("version %d, %d schemas", b.Policy().Version, len(own))
		}
	}
}
