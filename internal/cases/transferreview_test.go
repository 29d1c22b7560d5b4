package cases

import (
	"encoding/json"
	"testing"

	"casefile/internal/record"
)

// The outcome counts with a reason and a name; what goes and stays does not ask for them.
func TestTransferReview(t *testing.T) {
	for _, tt := range []struct {
		name        string
		review      map[string]any
		goes, stays bool
		outcome     string
		json        string
	}{
		{"none", nil, false, false, "", `{}`},
		{"to another agency", map[string]any{"needed": "yes", "agency": "Westmoor",
			"reason": "moved house", "by": "Mina Hall"}, true, false,
			"to Westmoor: moved house (Mina Hall)",
			`{"agency":"Westmoor","by":"Mina Hall","needed":"yes","reason":"moved house"}`},
		{"not needed", map[string]any{"needed": "no", "reason": "stays in the area",
			"by": "Mina Hall"}, false, true, "not needed: stays in the area (Mina Hall)",
			`{"by":"Mina Hall","needed":"no","reason":"stays in the area"}`},
		{"with a new term", map[string]any{"needed": "yes", "agency": "Westmoor",
			"reason": "moved house", "by": "Mina Hall", "new_term": "2026-09-02"}, true, false,
			"to Westmoor, for the term from 2026-09-02: moved house (Mina Hall)",
			`{"agency":"Westmoor","by":"Mina Hall","needed":"yes","new_term":"2026-09-02","reason":"moved house"}`},
		{"nobody's name", map[string]any{"needed": "no", "reason": "stays"}, false, true, "",
			`{"needed":"no","reason":"stays"}`},
		{"a reason that nobody knows", map[string]any{"needed": "yes", "agency": "Westmoor",
			"reason": "unknown", "by": "Mina Hall"}, true, false, "",
			`{"agency":"Westmoor","by":"Mina Hall","needed":"yes","reason":"unknown"}`},
	} {
		fields := map[string]any{}
		if tt.review != nil {
			fields["transfer_review"] = tt.review
		}
		r := ReviewOf(aThread("7K2M9QXH", record.KindClosure, fields).Item.Entry)
		if r.Goes() != tt.goes || r.Stays() != tt.stays || r.outcome() != tt.outcome {
			t.Errorf("%s: goes %t, stays %t, %q", tt.name, r.Goes(), r.Stays(), r.outcome())
		}
		if got, err := json.Marshal(r); err != nil || string(got) != tt.json {
			t.Errorf("%s: %s, %v", tt.name, got, err)
		}
	}
}
