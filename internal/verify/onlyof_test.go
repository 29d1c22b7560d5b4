package verify

import "testing"

func TestOnlyOf(t *testing.T) {
	rewound, unsigned := Fault{Rule: RuleRewound}, Fault{Rule: "unsigned"}
	for name, try := range map[string]struct {
		faults []Fault
		want   bool
	}{
		"none":         {nil, true},
		"one of it":    {[]Fault{rewound}, true},
		"two of it":    {[]Fault{rewound, rewound}, true},
		"another":      {[]Fault{unsigned}, false},
		"one of each":  {[]Fault{rewound, unsigned}, false},
		"another last": {[]Fault{rewound, rewound, unsigned}, false},
	} {
		if got := OnlyOf(RuleRewound, try.faults); got != try.want {
			t.Errorf("%s: %v, want %v", name, got, try.want)
		}
	}
}
