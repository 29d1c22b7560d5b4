package access

import (
	"errors"
	"strings"
	"testing"

	"casefile/internal/disclose"
)

// TestReadDecision: what a decision can say, and what the law does not let it say.
func TestReadDecision(t *testing.T) {
	limits := grounds{exemptions: []string{disclose.ThirdParty, disclose.ChildAbuse}}
	for _, c := range []struct {
		line, want string // "" for good
		own        bool
	}{
		{"{name: Mrs Quill, do: remove, exemption: third_party, reason: r}", "", true},
		{"{name: Mrs Quill, do: keep, reason: r}", "", true},
		{"{entry: 9qxh, do: withhold, exemption: third_party, reason: r}", "", true},
		{"{do: remove, exemption: third_party, reason: r}", "", true},
		{"{name: Mrs Quill, do: remove, exemption: child_abuse_not_in_best_interests, reason: r}", "never an answer", true},
		{"{name: Mrs Quill, do: remove, exemption: child_abuse_not_in_best_interests, reason: r}", "", false},
		{"{name: Mrs Quill, do: remove, exemption: court_data, reason: r}", "no exemption of the policy", true},
		{"{name: Mrs Quill, entry: 9QXH, do: keep, reason: r}", "both a name and an entry", true},
		{"{do: withhold, exemption: third_party, reason: r}", "needs an entry", true},
		{"{entry: 9QXH, do: remove, exemption: third_party, reason: r}", "an entry is withheld", true},
		{"{do: keep, reason: r}", "needs a name or an entry", true},
		{"{entry: 2222, do: keep, reason: r}", "not an ID", true},
		{"{entry: 5K5K5K5K, do: keep, reason: r}", "0 entries begin", true},
	} {
		limits.own = c.own
		it := recorded(t).add("asha", "decision", "disclosure:\n  - "+c.line+"\n", "")
		got, err := limits.read(it.Entry, ids)
		if c.want == "" && (err != nil || len(got) != 1) {
			t.Errorf("%s: %v", c.line, err)
		}
		if c.want != "" && (!errors.Is(err, ErrDecision) || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: %v", c.line, err)
		}
	}
}
