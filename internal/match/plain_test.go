package match

import (
	"slices"
	"testing"
)

// TestPlainly: what stands beside an ordinary word tells whether it is the word.
func TestPlainly(t *testing.T) {
	f := seeking("May Will", "Ann Young", "Mark Roe")
	for _, c := range []struct {
		text string
		want []string // what is a name in it
	}{
		{"Will he come? Will they? WILL NOT BE MOVED.", nil},
		{"May I see it. May not be moved. It may; we will.", nil},
		{"12 May 2026, in May, since May, May 2026, the end of May, 3rd of May, May 3", nil},
		{"Young people. Young carers. The Young Person.", nil},
		{"Will came.", []string{"Will"}},
		{"Will not at home.", []string{"Will"}},
		{"Will's mark. May's bag.", []string{"Will's", "May's"}},
		{"Told May. May told me. From May, with May", []string{"May", "May", "May", "May"}},
		{"Mr Young people", []string{"Mr Young"}},
		{"Ms May 12", []string{"Ms May"}},
		{"Marks out of ten", nil},
		{"at Youngs flat. Youngs van came. Will children", []string{"Youngs", "Youngs", "Will"}},
		{"the Youngs, Young said", []string{"Youngs", "Young"}},
		{"room 12. May came", []string{"May"}},
		{"in May Will's room", []string{"May Will's"}},
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
