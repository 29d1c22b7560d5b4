package verify

import (
	"testing"

	"casefile/internal/policy"
)

// A senior answers for a request where who signed it was one when it was made: not where its
// absent author was, and not by a role of later.
func TestBySenior(t *testing.T) {
	request := &policy.Request{Line: []string{"mina"}, Senior: []string{"judith", "vera"}}
	for name, c := range map[string]struct {
		fact EntryFact
		want bool
	}{
		"a senior's own":                   {EntryFact{Author: "judith", Request: request}, true},
		"signed by its author":             {EntryFact{Author: "judith", Signer: "judith", Request: request}, true},
		"a manager's":                      {EntryFact{Author: "mina", Request: request}, false},
		"a senior's who left, by manager":  {EntryFact{Author: "olwen", Signer: "mina", Request: request}, false},
		"a senior of then, by a manager":   {EntryFact{Author: "vera", Signer: "mina", Request: request}, false},
		"a manager's, adopted by a senior": {EntryFact{Author: "mina", Signer: "judith", Request: request}, true},
		"nothing is known of it":           {EntryFact{Author: "judith"}, false},
	} {
		if got := c.fact.BySenior(); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
