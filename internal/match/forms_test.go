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
		s := strings.Join(f.parts, " ")
		if f.what == shared {
			s = "Mrs " + s
		}
		short := f.what == initials || f.what == mailed || f.what == titled
		if !short && !slices.Contains(out, s) {
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
		{"Margaret Quill", "", []string{"margaret quill", "quill margaret", "m quill", "quill m",
			"margaret", "quill"}},
		{"Quill", "", []string{"quill"}},
		{"Mrs Quill", "", []string{"quill"}},
		{"Dr M. Quill", "", []string{"m quill", "quill m", "quill"}},
		{"Ada Jane Roe", "", []string{"ada jane roe", "roe ada jane", "a roe", "roe a", "ada roe",
			"ada", "jane", "roe", "ada jane", "jane roe"}},
		{"Anne-Marie Roe", "", []string{"anne marie roe", "roe anne marie", "a roe", "roe a",
			"anne roe", "anne", "marie", "roe", "anne marie", "marie roe"}},
		// A particle alone is nobody, whether it has a capital letter or not. It may be a first
		// name, though.
		{"Jan van der Berg", "", []string{"jan berg", "berg jan", "j berg", "berg j", "jan", "berg",
			"jan van der berg", "van der berg jan", "van der berg",
			"j van der berg", "van der berg j"}},
		{"Ana De Sousa", "", []string{"ana de sousa", "sousa ana de", "a sousa", "sousa a",
			"ana sousa", "ana", "sousa", "de sousa", "de sousa ana", "a de sousa", "de sousa a"}},
		{"Isla MacRay", "", []string{"isla macray", "macray isla", "i macray", "macray i", "isla",
			"macray", "mac ray", "mc ray", "mray"}},
		{"Al Roe", "", []string{"al roe", "roe al", "a roe", "roe a", "al", "roe"}},
		{"Kit O'Dell", "",
			[]string{"kit o dell", "o dell kit", "k o dell", "o dell k", "kit", "o dell"}},
		{"Kit O’Dell's", "", []string{"kit o dell", "o dell kit", "k o dell", "o dell k", "kit",
			"o dell"}},
		// The marks of German and of the north, as people without the keys type them.
		{"Jörn", "", []string{"jorn", "joern"}},
		{"Mueller", "", []string{"mueller", "muller"}},
		{"Sue", "", []string{"sue"}}, // too short to be a Sü
		// Without capital letters, as a field may have a name.
		{"mina hall", "", []string{"mina hall", "hall mina", "m hall", "hall m", "mina", "hall"}},
		{"Bea Friend", "", []string{"bea friend", "friend bea", "b friend", "friend b", "bea",
			"friend"}},
		{"Aunt Bea", "", []string{"bea"}},
		{"neighbour", "", nil},
		{"", "", nil},
		{"0161 496 0123", "", nil},
		// The subject's surname names others only with their own name, or a title.
		{"Dana Adeyemi", "tobi adeyemi", []string{"dana adeyemi", "adeyemi dana", "d adeyemi",
			"adeyemi d", "dana", "Mrs adeyemi"}},
		{"王小明", "", []string{"王 小 明", "明 王 小", "王 明", "王 小", "小 明"}},
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
			[]string{"the man from mill lane", "mill lane", "lane mill", "m lane", "lane m", "mill",
				"lane"}},
		{"her sister", nil},
		{"Her Sister", nil},
		{"in May 2026", []string{"in may 2026"}}, // a month among other words
		{"May", []string{"may"}},
		{"2026", nil},
		// The subject's own name is somebody else's behind a title alone.
		{"Tobi", []string{"Mrs tobi"}},
	} {
		if got := lines(PhraseForms(c.phrase, []string{"tobi"})); !slices.Equal(got, c.want) {
			t.Errorf("%q: got %q, want %q", c.phrase, got, c.want)
		}
	}
}
