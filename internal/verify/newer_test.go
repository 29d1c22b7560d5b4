package verify

import (
	"errors"
	"testing"

	"casefile/internal/policy"
)

// A policy of format 2 is no fault: this program can't judge it. But only who may
// change the policy can make records that it gives up on.
func TestANewerFormatIsNoFault(t *testing.T) {
	for _, tt := range []struct {
		first, by string
		newer     bool
	}{
		{"format: 2\n", "judith", true},
		{"format: 17\n", "vera", true},
		{"format: 1\n", "judith", false},
		{"format: x\n", "judith", false},
		{"format: 2\n", "mina", false},
		{"format: 2\n", "", false},
	} {
		s := founded(t, policy.Casework)
		d := s.next("policy", "judith")
		if tt.by != "" {
			d.by(tt.by)
		} else {
			d.c.Signer = ""
		}
		d.policy("format: 1\n", tt.first)
		d.policy("version: 1", "version: 2")
		d.finish()
		v, err := s.judge.Commit(d.c.ID)
		if got := errors.Is(err, ErrNewer); got != tt.newer {
			t.Errorf("%q by %q: newer is %v, want %v", tt.first, tt.by, got, tt.newer)
		}
		if wellMade := tt.first == "format: 1\n"; !tt.newer && (err != nil || len(v.Faults) == 0 != wellMade) {
			t.Errorf("%q by %q: %v%s", tt.first, tt.by, err, means(v.Faults))
		}
	}
}
