package match

import (
	"slices"
	"strings"
	"testing"
)

// lines are forms as a test writes them: their words with blanks between.
func lines(forms []Form) []string {
	var out []string
	for _, f := range forms {
		if s := strings.Join(f, " "); !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

func TestForms(t *testing.T) {
	for _, c := range []struct {
		name  string
		alone string // names of the subject, which do not count alone
		want  []string
	}{
		{"Margaret Quill", "",
			[]string{"margaret quill", "quill margaret", "m quill", "margaret", "quill"}},
		{"Quill", "", []string{"quill"}},
		{"Mrs Quill", "", []string{"quill"}},
		{"Dr M. Quill", "", []string{"m quill", "quill m", "quill"}},
		{"Ada Jane Roe", "",
			[]string{"ada jane roe", "roe ada jane", "a roe", "ada roe", "ada", "jane", "roe"}},
		{"Mina Hall-Weber", "",
			[]string{"mina hall weber", "weber mina hall", "m weber", "mina weber",
				"mina", "hall", "weber"}},
		{"Anne-Marie Roe", "",
			[]string{"anne marie roe", "roe anne marie", "a roe", "anne roe", "anne",
				"marie", "roe"}},
		// A particle alone is nobody, whether it has a capital letter or not.
		{"Jan van der Berg", "", []string{"jan berg", "berg jan", "j berg", "jan", "berg"}},
		{"Ana De Sousa", "",
			[]string{"ana de sousa", "sousa ana de", "a sousa", "ana sousa", "ana", "sousa"}},
		{"Kit O'Dell", "",
			[]string{"kit o'dell", "o'dell kit", "k o'dell", "kit", "o'dell", "odell", "o dell"}},
		{"Kit O’Dell's", "",
			[]string{"kit o'dell", "o'dell kit", "k o'dell", "kit", "o'dell", "odell", "o dell"}},
		// Without capital letters, as a field may have a name.
		{"mina hall", "", []string{"mina hall", "hall mina", "m hall", "mina", "hall"}},
		{"Bea Friend", "", []string{"bea friend", "friend bea", "b friend", "bea", "friend"}},
		{"Aunt Bea", "", []string{"bea"}},
		{"neighbour", "", nil},
		{"", "", nil},
		{"0161 496 0123", "", nil},
		// The subject's surname names others only with their own name, or a title.
		{"Dana Adeyemi", "tobi adeyemi", []string{"dana adeyemi", "adeyemi dana", "d adeyemi",
			"dana", "mr adeyemi", "mrs adeyemi", "ms adeyemi", "miss adeyemi",
			"mx adeyemi", "dr adeyemi"}},
		{"王小明", "", []string{"王 小 明", "明 王 小", "王 明"}},
	} {
		if got := lines(Forms(c.name, strings.Fields(c.alone))); !slices.Equal(got, c.want) {
			t.Errorf("%q: got %q, want %q", c.name, got, c.want)
		}
	}
}

// TestPhraseForms: what a mark says counts as it stands, and so do the names in it.
func TestPhraseForms(t *testing.T) {
	for _, c := range []struct {
		phrase string
		want   []string
	}{
		{"Mrs Quill", []string{"mrs quill", "quill"}},
		{"the man from Mill Lane",
			[]string{"the man from mill lane", "mill lane", "lane mill", "m lane", "mill", "lane"}},
		{"her sister", nil},
		{"Her Sister", nil},
		{"in May 2026", []string{"in may 2026"}}, // a month among other words
		{"May", []string{"may"}},
		{"2026", nil},
		// The subject's own name is somebody else's behind a title alone.
		{"Tobi", []string{"mr tobi", "mrs tobi", "ms tobi", "miss tobi", "mx tobi", "dr tobi"}},
	} {
		if got := lines(PhraseForms(c.phrase, []string{"tobi"})); !slices.Equal(got, c.want) {
			t.Errorf("%q: got %q, want %q", c.phrase, got, c.want)
		}
	}
}
