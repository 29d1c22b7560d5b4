package match

import (
	"slices"
	"strings"
	"testing"
)

// found returns the hits of a text, as their words stand there and whom they name.
func found(f *Finder[string], text string) []string {
	var out []string
	for _, h := range f.Find(text) {
		out = append(out, text[h.From:h.To]+"="+strings.Join(h.Who, "+"))
	}
	return out
}

func seeking(names ...string) *Finder[string] {
	f := NewFinder[string]()
	for _, name := range names {
		f.Seek(name, Forms(name, nil))
	}
	return f
}

func TestFind(t *testing.T) {
	for _, c := range []struct {
		about, text string
		want        []string
	}{
		{"the whole name, either way round", "Margaret Quill; Quill, Margaret",
			[]string{"Margaret Quill=Margaret Quill", "Quill, Margaret=Margaret Quill"}},
		{"with an initial", "M. Quill came", []string{"M. Quill=Margaret Quill"}},
		{"in all endings", "Quill's, the Quills, Quill’s",
			[]string{"Quill's=Margaret Quill", "Quills=Margaret Quill", "Quill’s=Margaret Quill"}},
		{"in any spelling", "MÁRGARET and qu\u00adill",
			[]string{"MÁRGARET=Margaret Quill", "qu\u00adill=Margaret Quill"}},
		{"with another initial", "K. Quill, J Quill; I Quill",
			[]string{"K. Quill=Margaret Quill", "J Quill=Margaret Quill", "Quill=Margaret Quill"}},
		{"by initials", "M.Q. rang, MQ; M. Q. came; mq, M.q., MQT", []string{"M.Q=Margaret Quill",
			"MQ=Margaret Quill", "M. Q=Margaret Quill"}},
		{"emphasis within", "**Q**uill Q*ui*ll _Q_uill `Qu`ill",
			[]string{"**Q**uill=Margaret Quill",
				"Q*ui*ll=Margaret Quill", "_Q_uill=Margaret Quill", "`Qu`ill=Margaret Quill"}},
		{"entities", "&#81;uill, Qu&shy;ill, &#x51;&#117;ill", []string{"&#81;uill=Margaret Quill",
			"Qu&shy;ill=Margaret Quill", "&#x51;&#117;ill=Margaret Quill"}},
		{"a comment within, and in one", "Qu<!-- x -->ill <!-- Quill -->",
			[]string{"Qu<!-- x -->ill=Margaret Quill", "Quill=Margaret Quill"}},
		{"a line's end within", "Qu-\nill, Qui\\\nll", []string{"Qu-\nill=Margaret Quill",
			"Qui\\\nll=Margaret Quill"}},
		{"a line's end that YAML took away", "told Mrs Qu- ill. A pre- and post-test, Qu - ill, " +
			"Qu- Ill",
			[]string{"Mrs Qu- ill=Margaret Quill"}},
		{"letters that look alike", "Qu\u0456ll, \uff31\uff55\uff49\uff4c\uff4c",
			[]string{"Qu\u0456ll=Margaret Quill", "\uff31\uff55\uff49\uff4c\uff4c=Margaret Quill"}},
		{"run together", "margaretquill, mquill, QuillMargaret, quill_m",
			[]string{"margaretquill=Margaret Quill", "mquill=Margaret Quill",
				"QuillMargaret=Margaret Quill", "quill=Margaret Quill"}},
		{"two paragraphs", "Margaret\n\nQuill", []string{"Margaret=Margaret Quill",
			"Quill=Margaret Quill"}},
		{"within other marks", "_Quill_ Smith-Quill",
			[]string{"Quill=Margaret Quill", "Smith-Quill=Margaret Quill"}},
		{"over the end of a line", "Margaret\nQuill", []string{"Margaret\nQuill=Margaret Quill"}},
		{"the longest form wins", "Tom Jones, Ada Jones",
			[]string{"Tom Jones=Tom Jones", "Ada Jones=Ada Jones"}},
		{"a name of two people", "Mr Jones", []string{"Mr Jones=Tom Jones+Ada Jones"}},
		{"no part of a longer word", "tranquillity, Quillon, McQuillan", nil},
		{"nobody", "", nil},
	} {
		f := seeking("Margaret Quill", "Tom Jones", "Ada Jones")
		if got := found(f, c.text); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q has %q, want %q", c.about, c.text, got, c.want)
		}
	}
}

// TestSharedSurname: the subject's surname names somebody else behind a title, or behind a word
// for what they are to the child.
func TestSharedSurname(t *testing.T) {
	f := NewFinder[string]()
	f.Seek("she", Forms("Dana Adeyemi", []string{"tobi", "adeyemi"}))
	const text = "Auntie Adeyemi, nurse Adeyemi, Madam ADEYEMI; by D. Adeyemi; by Dana A. said; " +
		"Tobi Adeyemi, the Adeyemis"
	want := []string{"Auntie Adeyemi=she", "nurse Adeyemi=she", "Madam ADEYEMI=she",
		"D. Adeyemi=she", "Dana A=she", "Adeyemis=she"}
	if got := found(f, text); !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

// TestNamesBesideEachOther: each is whole, and none has a part of the next one.
func TestNamesBesideEachOther(t *testing.T) {
	f := seeking("Ada Marsh", "Ada Quill")
	for _, c := range []struct {
		text string
		want []string
	}{
		{"Marsh, Ada Quill", []string{"Marsh=Ada Marsh", "Ada Quill=Ada Quill"}},
		{"Quill Ada Marsh", []string{"Quill=Ada Quill", "Ada Marsh=Ada Marsh"}},
		{"with Marsh. Ada came", []string{"Marsh=Ada Marsh", "Ada=Ada Marsh+Ada Quill"}},
		{"- Marsh\n- Ada", []string{"Marsh=Ada Marsh", "Ada=Ada Marsh+Ada Quill"}},
		{"| Marsh | Ada |", []string{"Marsh=Ada Marsh", "Ada=Ada Marsh+Ada Quill"}},
		{"Marsh, Ada", []string{"Marsh, Ada=Ada Marsh"}},
		{"> Ada\n> Marsh", []string{"Ada\n> Marsh=Ada Marsh"}},
	} {
		if got := found(f, c.text); !slices.Equal(got, c.want) {
			t.Errorf("%q has %q, want %q", c.text, got, c.want)
		}
	}
}

// TestParticles: words within a surname, in every order and with any sign between.
func TestParticles(t *testing.T) {
	f := seeking("Ali bin Omar Al-Sayed")
	for _, text := range []string{"Ali bin Omar Al-Sayed", "Al-Sayed, Ali bin Omar", "AL SAYED, A",
		"A. Al-Sayed", "Alsayed", "al-Sayed", "Ali bin Omar", "Ali Al Sayed", "Sayed"} {
		if got := found(f, text); !slices.Equal(got, []string{text + "=Ali bin Omar Al-Sayed"}) {
			t.Errorf("%q has %q", text, got)
		}
	}
	if got := found(f, "Al, al dente, a bin, ALIBI"); got != nil {
		t.Errorf("got %q", got)
	}
}

// TestTypedApart: two syllables of a name may stand apart, each with a capital.
func TestTypedApart(t *testing.T) {
	f := seeking("Li Wenjun", "Thi Tran", "Nadia Amin", "Dana Quill")
	for _, c := range []struct {
		text string
		want []string
	}{
		{"Wen Jun Li", []string{"Wen Jun Li=Li Wenjun"}},
		{"Wen jun, wen jun", nil},
		{"Li-ion, Li-Ion", []string{"Li-Ion=Li Wenjun"}},
		{"this, This, Thi's", []string{"Thi's=Thi Tran"}}, // no plural of Thi
		{"N/A; then NA", []string{"NA=Nadia Amin"}},
		{"quill.d@post.example, d.quill@post.example",
			[]string{"quill.d=Dana Quill", "d.quill=Dana Quill"}},
	} {
		if got := found(f, c.text); !slices.Equal(got, c.want) {
			t.Errorf("%q has %q, want %q", c.text, got, c.want)
		}
	}
}

// TestNativeParticles: ap and ab stand within a surname as van does.
func TestNativeParticles(t *testing.T) {
	f := seeking("Siân ap Rhys")
	for _, text := range []string{"Sian ap Rhys", "ap Rhys", "S. ap Rhys", "Rhys, Sian"} {
		if got := found(f, text); !slices.Equal(got, []string{text + "=Siân ap Rhys"}) {
			t.Errorf("%q has %q", text, got)
		}
	}
}

// TestMarksLeftOff: each letter is typed with or without its mark, as it comes.
func TestMarksLeftOff(t *testing.T) {
	f := seeking("Søren Ågård", "Fiona MacLeod")
	for text, want := range map[string]string{"Soren Aagard": "Søren Ågård",
		"Soeren Agaard": "Søren Ågård", "Sören Aagård": "Søren Ågård",
		"Mac Leod": "Fiona MacLeod", "MCLEOD": "Fiona MacLeod", "F. M'Leod": "Fiona MacLeod",
		"fmcleod@post.example": "Fiona MacLeod"} {
		got := f.Find(text)
		if len(got) != 1 || !slices.Equal(got[0].Who, []string{want}) {
			t.Errorf("%q has %v", text, found(f, text))
		}
	}
}

// TestInitials: letters that stand for names, and those that mean something else.
func TestInitials(t *testing.T) {
	f := seeking("Anne-Marie O'Hara", "Frank Moss")
	for _, c := range []struct {
		text string
		want []string
	}{
		{"A. M. O'Hara came", []string{"A. M. O'Hara=Anne-Marie O'Hara"}},
		{"A-M O'Hara came", []string{"A-M O'Hara=Anne-Marie O'Hara"}},
		{"A.M. O’Hara came", []string{"A.M. O’Hara=Anne-Marie O'Hara"}},
		{"o'hara came", []string{"o'hara=Anne-Marie O'Hara"}},
		{"F.M. came", []string{"F.M=Frank Moss"}},
		{"on FM radio", nil},
		{"an AO grade, by AO", []string{"AO=Anne-Marie O'Hara"}},
		{"an o hara of old", []string{"o hara=Anne-Marie O'Hara"}},
	} {
		if got := found(f, c.text); !slices.Equal(got, c.want) {
			t.Errorf("%q has %q, want %q", c.text, got, c.want)
		}
	}
}

// TestOrdinaryWords: a word that is a name too counts with a capital letter, or
// behind a title.
func TestOrdinaryWords(t *testing.T) {
	f := seeking("Will Friend", "May", "Jo")
	const text = "A friend may come and will. Will came, Mr friend, ms may, May, jo, Jo. Friends."
	want := []string{"Will=Will Friend", "Mr friend=Will Friend", "ms may=May", "May=May", "Jo=Jo"}
	if got := found(f, text); !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	const kind = "They are kind, said Hope Kind; I hope so. A kind word of Kind's, in kind."
	if got := found(seeking("Hope Kind"), kind); !slices.Equal(got,
		[]string{"Hope Kind=Hope Kind", "Kind's=Hope Kind"}) {
		t.Errorf("got %q", got)
	}
	// A capital that begins a sentence, a month or many of them name nobody.
	const words = "May I? Will he come? In May, on 3 May. Marks out of ten. Young people. " +
		"Will's, told by May, the Youngs, Young came, Mark Young and Mark"
	f = seeking("Will Young", "May", "Mark Young")
	want = []string{"Will's=Will Young", "May=May", "Youngs=Will Young+Mark Young",
		"Young=Will Young+Mark Young", "Mark Young=Mark Young", "Mark=Mark Young"}
	if got := found(f, words); !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	f = seeking("Will Friend")
	// With another of their names, they need no capital.
	if got := found(f, "will friend"); !slices.Equal(got, []string{"will friend=Will Friend"}) {
		t.Errorf("got %q", got)
	}
}

// TestJoint: names without a blank, as in addresses of mail, user names and names
// of files; other words that only hold the letters are none.
func TestJoint(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"mquill@post.example", []string{"mquill=Margaret Quill"}},
		{"theQuills1@post.example", []string{"theQuills1=Margaret Quill"}},
		{"https://post.example/u/margaretquill", []string{"margaretquill=Margaret Quill"}},
		{"www.quillfamily.example", []string{"quillfamily=Margaret Quill"}},
		{"MargaretQuill, quill77",
			[]string{"MargaretQuill=Margaret Quill", "quill77=Margaret Quill"}},
		{"scan-mquill.pdf, letterquill.DOCX",
			[]string{"mquill=Margaret Quill", "letterquill=Margaret Quill"}},
		{"TheQuillon", nil},
		{"kay@post.example, KayRoe", []string{"kay=Kay Roe", "KayRoe=Kay Roe"}},
		{"okay@post.example", nil},        // three letters are chance
		{"strongholds@post.example", nil}, // an ordinary word
		{"Strong1", []string{"Strong1=Ivy Strong"}},
		{"ivystrong@post.example", []string{"ivystrong=Ivy Strong"}},
		{"陈1@post.example", nil},
	} {
		f := seeking("Margaret Quill", "Kay Roe", "Ivy Strong")
		if got := found(f, c.text); !slices.Equal(got, c.want) {
			t.Errorf("%q has %q, want %q", c.text, got, c.want)
		}
	}
}

func TestRunTogether(t *testing.T) {
	forms := Forms("Margaret Quill", nil)
	for name, want := range map[string]bool{
		"letter to mrs_quill.pdf": true,
		"margaretQuill-2026.png":  true,
		"tranquillity.txt":        true, // here the net is wide: a name of a file is soon replaced
		"School report.pdf":       false,
		"":                        false,
	} {
		if got := RunTogether(name, forms); got != want {
			t.Errorf("%q: %v", name, got)
		}
	}
	if RunTogether("kay.pdf", Forms("Kay", nil)) {
		t.Error("three letters are no name in that of a file")
	}
}

// TestSeek: whom nobody seeks is not found, and an empty form seeks nobody.
func TestSeek(t *testing.T) {
	f := NewFinder[string]()
	if got := found(f, "Margaret Quill"); got != nil {
		t.Errorf("got %q", got)
	}
	f.Seek("nobody", []Form{{}, {parts: []string{""}}})
	f.Seek("an agency", Exactly("Mill Lane Primary"))
	want := []string{"Mill Lane Primary=an agency"}
	if got := found(f, "At Mill Lane, and Mill Lane Primary"); !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}
