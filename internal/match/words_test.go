package match

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// TestFolded: what two people type for one name, and what stays apart.
func TestFolded(t *testing.T) {
	for _, c := range []struct{ about, text, want string }{
		{"capitals", "Margaret QUILL", "margaret quill"},
		{"accents", "José Müller, Łucja Wałęsa", "jose muller lucja walesa"},
		{"accents apart from their letter", "Jose\u0301", "jose"},
		{"letters that Unicode does not take apart", "Þóra Æsa Ødegård Đorđe Straße ıpek",
			"thora aesa odegard dorde strasse ipek"},
		{"ligatures and wide letters", "ﬁnn Ｑｕｉｌｌ ǆ", "finn quill dz"},
		{"what cannot be seen", "Qu\u00adill Qu\u200bill \ufeffQuill", "quill quill quill"},
		{"apostrophes", "O'Dell O’Dell Oʼdell 'Quill'", "o'dell o'dell o'dell quill"},
		{"hyphens, underlines and marks", "Anne-Marie_O **Quill** [x](y)",
			"anne marie o quill x y"},
		{"blanks of all kinds", "Mrs\u00a0Quill\n\tMrs\u2003Quill", "mrs quill mrs quill"},
		{"scripts without blanks", "邻居王小明来了", "邻 居 王 小 明 来 了"},
		{"such a script between others", "Mr王came", "mr 王 came"},
		{"Thai", "สมชาย", "ส ม ช า ย"},
		{"other scripts", "ЮЛИЯ Ωμέγα סמי", "юлия ωμεγα סמי"},
		{"digits", "0161 496-0123 ٣ ²", "0161 496 0123 3 2"},
		{"bytes that are no text", "Qu\xffill", "qu ill"},
		{"nothing", " '’' ... ", ""},
	} {
		if got := strings.Join(Folded(c.text), " "); got != c.want {
			t.Errorf("%s: %q gives %q, want %q", c.about, c.text, got, c.want)
		}
	}
}

// TestCaseMakesNoDifference goes through all letters that have two cases. Unicode
// takes the two of the old Greek sigma apart as two letters; nobody writes it.
func TestCaseMakesNoDifference(t *testing.T) {
	const lunateSigma = 'Ϲ'
	for r := range unicode.MaxRune {
		lower := unicode.ToLower(r)
		if lower != r && r != lunateSigma && foldRune(lower) != foldRune(r) {
			t.Errorf("%q is %q, and %q is %q", r, foldRune(r), lower, foldRune(lower))
		}
	}
}

// TestWordsHavePlaces: whoever cuts a word out of its text cuts what people see of
// it, invisible characters too.
func TestWordsHavePlaces(t *testing.T) {
	for _, c := range []struct {
		text    string
		spelled []string
		capital []bool
	}{
		{"Mrs Quill’s dog", []string{"Mrs", "Quill’s", "dog"}, []bool{true, true, false}},
		{"an Ému; éclair", []string{"an", "Ému", "éclair"}, []bool{false, true, false}},
		{"Qu\u00adill", []string{"Qu\u00adill"}, []bool{true}},
		{"the Quills' dog", []string{"the", "Quills", "dog"}, []bool{false, true, false}},
		{"王明 b", []string{"王", "明", "b"}, []bool{true, true, false}},
		{"14a", []string{"14a"}, []bool{false}},
	} {
		words := Words(c.text)
		var capital []bool
		for _, w := range words {
			capital = append(capital, w.Capital)
		}
		got := spelled(c.text, words)
		if !slices.Equal(got, c.spelled) || !slices.Equal(capital, c.capital) {
			t.Errorf("%q: words %q, capitals %v", c.text, got, capital)
		}
	}
}

func TestIs(t *testing.T) {
	for _, c := range []struct {
		text, name string
		want       bool
	}{
		{"Jones", "jones", true},
		{"Jones's", "jones", true},
		{"Jones’s", "jones", true},
		{"Joneses", "jones", true},
		{"Quills", "quill", true},
		{"Quillon", "quill", false},
		{"Quill", "quills", false},
		{"s", "", false},
	} {
		if got := Words(c.text)[0].Is(c.name); got != c.want {
			t.Errorf("%q is %q: %v", c.text, c.name, got)
		}
	}
	if got := Words("Quill's")[0].Stem(); got != "quill" {
		t.Errorf("the stem is %q", got)
	}
}

// TestSame: Key tells words apart, and Joined does not.
func TestSame(t *testing.T) {
	for _, c := range []struct {
		a, b        string
		key, joined bool
	}{
		{"Anne-Marie Roe", "anne marie  roe", true, true},
		{"Anne-Marie", "Annemarie", false, true},
		{"O'Dell", "ODell", false, true},
		{"O'Dell", "o’dell", true, true},
		{"T. A. Reid", "TA Reid", false, true},
		{"José", "Jose", true, true},
		{"88 4213", "884213", false, true},
		{"884213", "884214", false, false},
		{"Sam Roe", "Roe Sam", false, false},
		{"小明", "小名", false, false},
		{"?", " ?.", true, true}, // no words: signs are compared only when joined
		{"?", "!", true, false},
	} {
		if got := Key(c.a) == Key(c.b); got != c.key {
			t.Errorf("the keys of %q and %q are the same: %v", c.a, c.b, got)
		}
		if got := Joined(c.a) == Joined(c.b); got != c.joined {
			t.Errorf("%q and %q are the same, joined: %v", c.a, c.b, got)
		}
	}
	if Joined("- '") != "" {
		t.Error("hyphens and blanks alone are something")
	}
}

func TestNameParts(t *testing.T) {
	for _, c := range []struct {
		name string
		want []string
	}{
		{"Judith Pryce", []string{"judith", "pryce"}},
		{"  Mina  Hall-Weber ", []string{"mina", "hall-weber"}},
		{"Jean-Luc O’Dell", []string{"jean-luc", "odell"}},
		{"Łucja Müller", []string{"lucja", "muller"}},
		{"Mx. J Roe", []string{"mx", "j", "roe"}},
		{"王小明", []string{"王小明"}},
		{"? Roe", []string{"", "roe"}},
		{"", nil},
	} {
		if got := NameParts(c.name); !slices.Equal(got, c.want) {
			t.Errorf("%q: got %q, want %q", c.name, got, c.want)
		}
	}
}

// FuzzWords: whatever the bytes are, words lie within the text, in its order, and
// say what they say elsewhere.
func FuzzWords(f *testing.F) {
	for _, s := range []string{"", "Mrs Quill’s dog", "Qu\u00adill", "王小明", "a'b''", "'",
		"\xff\xfea",
		"e\u0301", "mquill@post.example", "ﬁ\u200d", "สมชาย", "\ue000"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		at := 0
		for _, w := range Words(s) {
			if w.Text == "" || w.From < at || w.To <= w.From || w.To > len(s) {
				t.Fatalf("%q: the word %q at %d to %d, after %d", s, w.Text, w.From, w.To, at)
			}
			at = w.To
			whole := utf8.ValidString(s[w.From:w.To]) && utf8.ValidString(w.Text)
			if utf8.ValidString(s) && !whole {
				t.Fatalf("%q: the word %q cuts a character", s, w.Text)
			}
			if got := Folded(s[w.From:w.To]); len(got) != 1 || got[0] != w.Text {
				t.Fatalf("%q: the word %q alone reads %q", s, w.Text, got)
			}
		}
		finder := NewFinder[string]()
		finder.Seek("herself", Forms("Margaret Quill", nil))
		finder.Seek("typed", append(Forms(s, nil), PhraseForms(s, nil)...))
		for _, h := range finder.Find(s) {
			if h.To <= h.From || len(h.Who) == 0 {
				t.Fatalf("%q: a hit of %v from %d to %d", s, h.Who, h.From, h.To)
			}
		}
	})
}
