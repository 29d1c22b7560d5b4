package policy

import (
	"slices"
	"strings"
	"testing"

	"casefile/internal/record"
)

func asking(closure, order string) *Policy {
	p := &Policy{}
	p.Endorsement.Levels = map[string][]string{record.KindClosure: strings.Fields(closure)}
	p.Endorsement.Order = order
	return p
}

func signed(words string) (out []Signed) {
	for _, w := range strings.Fields(words) {
		by, level, _ := strings.Cut(w, ":")
		out = append(out, Signed{Level: level, By: by})
	}
	return out
}

// What waits is asked for by the policy of its request or of now, whichever asks more, and by
// those who held the roles then.
func TestRequestMissing(t *testing.T) {
	const both = "line senior"
	line, senior := []string{"judith", "mina"}, []string{"judith"}
	for _, tt := range []struct{ name, then, now, given, want string }{
		{"nothing given", both, both, "", "line senior"},
		{"the line's", both, both, "mina:line", "senior"},
		{"both", both, both, "mina:line judith:senior", ""},
		{"the policy asks less by now", both, "line", "mina:line", "senior"},
		{"it asks nothing by now", both, "", "", "line senior"},
		{"it asks more by now", "line", both, "mina:line", "senior"},
		{"it asks for another level by now", "line", "senior", "mina:line", "senior"},
		{"it asked for the higher one then", "senior", "line", "mina:line", "senior"},
		{"a senior meets either", "line", "senior", "judith:senior", ""},
		{"more people then, a higher one now", "line line", "senior", "mina:line", "senior"},
		{"a manager of later", both, both, "omar:line", "line senior"},
		{"a senior of later", both, both, "mina:line vera:senior", "senior"},
		{"a manager who became a senior", both, both, "judith:line mina:senior", "senior"},
		{"somebody of later beside both", both, both, "omar:line mina:line judith:senior", ""},
	} {
		then := asking(tt.then, Distinct)
		r := RequestOf(then, record.KindClosure, line, senior)
		got := r.Missing(asking(tt.now, Distinct), record.KindClosure, signed(tt.given))
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%s: missing %v, want %q", tt.name, got, tt.want)
		}
	}
}

// An order that lets a senior stand for both does so only where it did then and does now.
func TestRequestOrder(t *testing.T) {
	both := strings.Fields("line senior")
	for _, tt := range []struct{ then, now, want string }{
		{Distinct, Distinct, record.LevelLine}, {HighestSuffices, Distinct, record.LevelLine},
		{Distinct, HighestSuffices, record.LevelLine}, {HighestSuffices, HighestSuffices, ""},
	} {
		r := RequestOf(asking("line senior", tt.then), record.KindClosure, nil, []string{"judith"})
		got := r.Missing(asking("line senior", tt.now), record.KindClosure,
			signed("judith:senior"))
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%s then, %s now: missing %v, want %q", tt.then, tt.now, got, tt.want)
		}
		if req := r.Required(asking("line", tt.now), record.KindClosure); !slices.Equal(req, both) {
			t.Errorf("required %v", req)
		}
	}
}

// What needs no request counts by whoever may endorse; an empty request by nobody.
func TestRequestCounts(t *testing.T) {
	var none *Request
	if !none.Counts(record.LevelSenior, "vera") || (&Request{}).Counts(record.LevelLine, "mina") {
		t.Error("the wrong endorsement counts")
	}
	p := asking("line", Distinct)
	if got := none.Missing(p, record.KindClosure, signed("vera:line")); len(got) > 0 {
		t.Errorf("missing %v", got)
	}
}
