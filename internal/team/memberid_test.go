package team

import "testing"

func TestProposeID(t *testing.T) {
	for _, c := range []struct {
		name []string
		want string
	}{
		{[]string{"judith", "pryce"}, "judith"},
		{[]string{"mina", "hall-weber"}, "mina"},
		{[]string{"anne-marie", "roe"}, "anne-marie"},
		{[]string{"王小明"}, ""},
		{[]string{"аня2"}, "2"}, // Cyrillic; Check refuses the ID, so that --id is needed
		{nil, ""},
	} {
		if got := ProposeID(c.name); got != c.want {
			t.Errorf("%q: got %q, want %q", c.name, got, c.want)
		}
	}
}
