package match

import (
	"slices"
	"strings"
	"testing"
)

func heardIn(text string, names ...string) []string {
	l := NewLoose[string]()
	for _, name := range names {
		l.Seek(name, name)
	}
	var out []string
	for _, h := range l.Find(text) {
		out = append(out, text[h.From:h.To]+"="+strings.Join(h.Who, "+"))
	}
	return out
}

// TestLoose: slips and other spellings are found, and ordinary words are not.
func TestLoose(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string // the words; all of them name somebody
	}{
		{"Margaret Quill", "Mrs Quill, Quil, KWILL's, margret",
			[]string{"Quill", "Quil", "KWILL's"}},
		{"Margaret Quill", "MargaretQuill and quill, margaret",
			[]string{"MargaretQuill", "quill, margaret"}},
		{"Edna Kirkby", "Edna Kirkby is in, Edna Kirkbie as ever",
			[]string{"Edna Kirkby", "Edna Kirkbie"}},
		{"Phillip Neale", "Philip Neal and filip", []string{"Philip Neal", "filip"}},
		{"Catherine Roe", "Katherine came, Kathrine did", []string{"Katherine"}},
		{"Annemarie O'Dell", "Anne Marie ODell, O Dell", []string{"Anne Marie ODell", "O Dell"}},
		{"Müller", "Mueller, Muller, M\u00fcller, Mu\u0308ller",
			[]string{"Mueller", "Muller", "M\u00fcller", "Mu\u0308ller"}},
		{"Dana Quill", "**Q**uill Qu-\nill &#81;uill Q\u200buill",
			[]string{"Q**uill", "Qu-\nill", "&#81;uill", "Q\u200buill"}},
		{"Dana Quill", "Danny and Dan rang, dan; Danes", []string{"Danny", "Dan"}},
		{"William Roe", "Bill, Billy, Wil; And bill", []string{"Bill", "Billy", "Wil"}},
		{"Andrew Roe", "And so. Andy", []string{"Andy"}},
		{"Will Young", "a young man will come", nil},
		{"Will Young", "Will Young", []string{"Will Young"}},
		{"Amy Roe", "I am; roe deer; Amy", []string{"Amy"}},
		{"Mrs Quill", "Mrs Hall", nil},
		{"", "anything", nil},
	} {
		var want []string
		for _, w := range c.want {
			want = append(want, w+"="+c.name)
		}
		if got := heardIn(c.text, c.name); !slices.Equal(got, want) {
			t.Errorf("%s in %q: got %q", c.name, c.text, got)
		}
	}
}
