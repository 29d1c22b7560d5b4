package remote

import (
	"errors"
	"testing"

	"casefile/internal/casebook"
)

// Authors rely on whether a concern was sent. A sync that failed after its push has sent it. A sync
// that joined everything else has not.
func TestSendingOf(t *testing.T) {
	const ours, again = "4f1c", "9b07"
	cut, conflict := errors.New("the line was cut"), errors.New("the case was closed")
	outcome := func(sent int, j casebook.Joined) *Outcome { return &Outcome{Sent: sent, Joined: j} }
	replayed := casebook.Joined{Replayed: []casebook.Replayed{{Old: "0000", New: "1111"},
		{Old: ours, New: again}}}
	for _, tt := range []struct {
		name   string
		out    *Outcome
		err    error
		unsent int
		want   SendResult
	}{
		{"sent", outcome(1, casebook.Joined{}), nil, 0, SendResult{Sent: true, Commit: ours}},
		{"done again on top of others' work", outcome(1, replayed), nil, 0,
			SendResult{Sent: true, Commit: again}},
		{"theirs had it already", outcome(0, casebook.Joined{
			Replayed: []casebook.Replayed{{Old: ours}}}), nil, 0,
			SendResult{Sent: true, Commit: ours}},
		{"in conflict", outcome(0, casebook.Joined{
			Conflicts: []casebook.Conflict{{Commit: ours, Why: conflict}}}), nil, 1,
			SendResult{Why: conflict, Commit: ours}},
		{"another one in conflict", outcome(1, casebook.Joined{
			Conflicts: []casebook.Conflict{{Commit: "0000", Why: conflict}}}), nil, 0,
			SendResult{Sent: true, Commit: ours}},
		{"no remote within reach", outcome(0, casebook.Joined{}), cut, 0,
			SendResult{Why: cut, Commit: ours}},
		{"not even begun", nil, cut, 0, SendResult{Why: cut, Commit: ours}},
		{"failed after the push", outcome(1, casebook.Joined{}), cut, 0,
			SendResult{Sent: true, Why: cut, Commit: ours}},
		{"failed between two pushes", outcome(1, casebook.Joined{}), cut, 1,
			SendResult{Why: cut, Commit: ours}},
	} {
		got := sendingOf(ours, tt.out, tt.err, func() int { return tt.unsent })
		if got.Sent != tt.want.Sent || !errors.Is(got.Why, tt.want.Why) ||
			got.Commit != tt.want.Commit || got.Nowhere || got.Outcome != tt.out {
			t.Errorf("%s: %+v", tt.name, got)
		}
	}
}

func TestJoinedOfNoSync(t *testing.T) {
	s := &SendResult{Nowhere: true}
	if j := s.Joined(); j == nil || len(j.Replayed)+len(j.Conflicts) > 0 {
		t.Errorf("joined %+v", j)
	}
}
