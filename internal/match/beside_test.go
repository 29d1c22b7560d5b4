package match

import (
	"slices"
	"testing"
)

// TestInitialsBeside: initials beside a name belong to it, if they are that person's.
func TestInitialsBeside(t *testing.T) {
	f := seeking("Mary Jane Watson", "Hans-Peter Groß", "Ada Marsh", "Ewan Mac Donald")
	for _, c := range []struct {
		text string
		want []string // the words that are taken
	}{
		{"MJ Watson came", []string{"MJ Watson"}},
		{"Watson, M. J. came", []string{"Watson, M. J"}},
		{"Watson M J came", []string{"Watson M J"}},
		{"Watson MJ", []string{"Watson MJ"}},
		{"HP Gross; Gross, H.-P.", []string{"HP Gross", "Gross, H.-P"}},
		{"the TV Watson has; Watson K came", []string{"Watson", "Watson"}},
		{"Watson. M is a letter", []string{"Watson"}},
		{"Watson, A. Marsh", []string{"Watson", "A. Marsh"}},
		{"with Marsh, A child came", []string{"Marsh"}},
		{"| Marsh, A |", []string{"Marsh, A"}},
		{"MacDonald, Mac Donald, McDonald", []string{"MacDonald", "Mac Donald", "McDonald"}},
	} {
		var got []string
		for _, h := range f.Find(c.text) {
			got = append(got, c.text[h.From:h.To])
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q has %q, want %q", c.text, got, c.want)
		}
	}
}
