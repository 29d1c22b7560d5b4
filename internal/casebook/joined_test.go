package casebook

import "testing"

// What was told before is left out.
func TestBeyond(t *testing.T) {
	list := func(refs ...string) Joined {
		var j Joined
		for _, ref := range refs {
			j.Conflicts = append(j.Conflicts, Conflict{Ref: ref})
		}
		return j
	}
	before := list("a", "b")
	for _, tt := range []struct {
		now    Joined
		before *Joined
		want   int
	}{
		{list("a", "c"), nil, 2},
		{list("a", "c"), &before, 1},
		{list("a", "b"), &before, 0},
		{list(), &before, 0},
	} {
		if got := tt.now.Beyond(tt.before); len(got.Conflicts) != tt.want {
			t.Errorf("%+v", got.Conflicts)
		}
	}
}
