package policy

import (
	"errors"
	"testing"
)

func TestKnown(t *testing.T) {
	for _, tt := range []struct {
		head string
		want error
		why  string
	}{
		{"format: 1\nrules: 4\nobject_format: sha1\n", nil, "what this program writes"},
		{"format: 1\nrules: 5\n", ErrNewer, "rules of a later program"},
		{"format: 1\nrules: 41\n", ErrNewer, "two digits"},
		{"format: 2\nrules: 4\n", ErrNewer, "a later format with rules that are known"},
		{"format: 2\n", ErrNewer, "a later format may lack the line of the rules"},
		{"format: 1\nrules: 1\n", ErrOlder, "rules of an earlier program"},
		{"format: 1\nobject_format: sha1\n", ErrOlder, "no rules at all"},
		{"format: 1\nrules: x\n", ErrOlder, "rules that are no number name none"},
		{"format: 1\nrules: 02\n", ErrOlder, "nor does a number with a zero before it"},
		{"format: x\nrules: 4\n", nil, "no format: parsing says so"},
		{"# format: 2\nformat: 1\nrules: 4\n", nil, "the number does not stand first: parsing " +
			"says so"},
		{"", nil, "nothing"},
	} {
		if err := Known([]byte(tt.head)); !errors.Is(err, tt.want) {
			t.Errorf("Known(%q) = %v, want %v: %s", tt.head, err, tt.want, tt.why)
		}
	}
}

func TestEveryProfileIsKnown(t *testing.T) {
	for _, profile := range Profiles() {
		text, err := Default(profile)
		if err != nil {
			t.Fatal(err)
		}
		if err := Known(text); err != nil {
			t.Errorf("the policy %s begins with what this program does not know: %v", profile, err)
		}
	}
}
