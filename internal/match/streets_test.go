package match

import (
	"slices"
	"testing"
)

func TestStreets(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"He lives at 9 Hill Road now.", []string{"9 Hill Road"}},
		{"At 7b Queen's Crescent, East Marlow, EM1 1AA, all was well.",
			[]string{"7b Queen's Crescent, East Marlow, EM1 1AA"}},
		{"12 St Mary's Ln; 4 Old Mill Close", []string{"12 St Mary's Ln", "4 Old Mill Close"}},
		{"Somewhere in M13 9PL", []string{"M13 9PL"}},
		{"She walked 12 miles down Mill Lane at 10.", nil},
		{"At 10 the park was closed; 3 Oak Primary pupils came", nil},
		{"", nil},
	} {
		var got []string
		for _, n := range Streets(c.text) {
			got = append(got, n.Text)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q: got %q, want %q", c.text, got, c.want)
		}
	}
}
