package verify

import (
	"errors"
	"testing"
)

// A policy of format 2 is no fault: this program can't judge it.
func TestANewerFormatIsNoFault(t *testing.T) {
	for first, newer := range map[string]bool{"format: 2\n": true, "format: 17\n": true, "format: 1\n": false, "format: x\n": false} {
		h := &policyOnly{data: []byte(first + "version: 2\n")}
		turn := &turn{j: New(h), c: Commit{ID: "c"}, changes: []Change{{Path: PolicyPath, NewID: "blob"}}}
		if got := errors.Is(turn.notNewer(), ErrNewer); got != newer {
			t.Errorf("%q: newer is %v, want %v", first, got, newer)
		}
	}
}

// policyOnly is a history of which only the policy is looked at.
type policyOnly struct {
	History
	data []byte
}

func (p *policyOnly) File(string, string) ([]byte, bool, error) { return p.data, true, nil }
