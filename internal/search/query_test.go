package search

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

// visitText is an entry of the kind that agencies write.
const visitText = `---
id: 7K2M9QXH
case: K3F927QM
kind: contact
recorded: 2026-03-06T17:40:12Z
by: asha
occurred: 2026-03-04
headline: Home visit, Zoë O'Dell seen alone
with: [{who: Mrs Müller, contact: 07700 900 123}]
---
## Facts
F1: The well-being of Quill's brother was asked for at 12 Alder Rd.
F2: She sent K3F9-27QM/7K2M to the flatmate.

## Opinion
The house is warm.
`

func visit() Item { return Item{Case: "K3F927QM", ID: "7K2M9QXH", Text: visitText} }

func TestQueries(t *testing.T) {
	for _, tt := range []struct {
		typed string
		want  bool
	}{
		{"visit", true}, {"VISIT", true}, {"visits", false}, {"visi", false}, {"visi*", true},
		{"zoe", true}, {"Zoë", true}, {"odell", true}, {"O’Dell", true}, {"dell", false},
		{"o dell", true}, {"O DELL*", true}, {"o del*", true}, {"visit o dell house", true},
		{`"zoe o dell"`, true}, {`"o dell zoe"`, false}, {"o visit", false}, {"NOT o dell", true},
		{"o AND dell", false}, {"o del", false}, {`o "dell"`, false}, {"a visit", false},
		{"wellbeing", true}, {"well-being", true}, {"being", true}, {`"well being"`, true},
		{`"wellbeing of"`, true}, {`"well-being of quill's"`, true}, {"quill", true},
		{"quills", true},
		{"muller", true}, {"mueller", true}, {"Müller", true}, {"moeller", false},
		{`"home visit"`, true}, {`"visit home"`, false}, {"visit home", true},
		{`"home vis*"`, true},
		{"flat", false}, {"flat*", true}, {"flat OR house", true}, {"flat AND house", false},
		{"flat house", false}, {"house NOT flat", true}, {"house NOT flat*", true == false},
		{"NOT flat", true}, {"NOT house", false}, {"NOT (flat OR cold)", true},
		{"(flat OR house) warm", true}, {"(flat OR house) cold", false},
		{"flat OR house cold", false}, {"cold flat OR house warm", true},
		{"and", false}, {"is not", false}, {`"is NOT"`, false},
		{`"is warm" contact`, true}, {`"flatmate opinion"`, false},
		{"2026-03-04", true}, {"4 March 2026", true}, {"04/03/2026", true}, {"5 March 2026", false},
		{"6 March 2026", true}, {"visit 4 March 2026 house", true}, {`"4th of March 2026"`, true},
		{"visit NOT 4 March 2026", false},
		{"+44 7700 900123", true}, {"07700900123", true}, {"07700 900 124", false},
		{"+44 (0)7700 900123", true}, {"900", true},
		{"12 Alder Road", true}, {"14 Alder Road", false}, {"visit 12 alder road", true},
		{"K3F9-27QM", true}, {"k3f927qm", true}, {"7K2M", true}, {"7k2m9qxh", true},
		{"K3F9-27QM/7K2M", true}, {"K3F9/9QXH", false}, {"P4W8", false},
		{"- & visit", true},
	} {
		q, err := Parse(tt.typed)
		if err != nil {
			t.Errorf("%q: %v", tt.typed, err)
			continue
		}
		if _, got := q.Find(visit()); got != tt.want {
			t.Errorf("%q: found %v", tt.typed, got)
		}
	}
}

func TestNoQueries(t *testing.T) {
	for _, typed := range []string{"", " ", "…", `""`, `"home`, "(flat", "flat)", "flat AND",
		"AND flat",
		"OR flat", "flat OR", "fl*t", "*flat", "**flat**", "-flat", "house -flat", "NOT",
		"flat NOT", "NOT NOT flat", "()", "flat OR OR house", "(flat OR)",
		"flat AND OR house", strings.Repeat("(", 200) + "a" + strings.Repeat(")", 200),
		strings.Repeat("NOT (", 200) + "a" + strings.Repeat(")", 200), strings.Repeat("a ", 3000),
		"\xff"} {
		q, err := Parse(typed)
		if typed == "NOT NOT flat" && err == nil {
			continue
		}
		if !errors.Is(err, ErrQuery) || q != nil {
			t.Errorf("%.40q: %v, %v", typed, q, err)
		}
		if err != nil && strings.Contains(err.Error(), "flat") {
			t.Errorf("%q: the refusal repeats a word: %v", typed, err)
		}
	}
}

func TestPatterns(t *testing.T) {
	for _, tt := range []struct {
		typed           string
		regexp, between bool // whether found by each
	}{
		{"ome vis", true, true}, {"OME VIS", true, true}, {"odel", false, true},
		{"o'del", true, true},
		{"zoe", true, true}, {"zoë", true, true}, {"wellb", false, true}, {"well-b", true, true},
		{"contact: 07700", true, true}, {"h.me", true, false}, {"^F2:", true, false},
		{"(?-i)F1:", true, false}, {"(?-i)f1:", false, false}, {"warm.$", true, false},
		{`warm\.\s+x`, false, false}, {`7K2M9QXH\s+case`, false, false}, {"mueller", false, false},
		{"[0-9]{5} [0-9]{3} ", true, false}, {"alder rd.", true, true},
	} {
		q, err := Regexp(tt.typed)
		if err != nil {
			t.Errorf("%q: %v", tt.typed, err)
			continue
		}
		if _, got := q.Find(visit()); got != tt.regexp {
			t.Errorf("expression %q: found %v", tt.typed, got)
		}
		q, err = Substring(tt.typed)
		if err != nil {
			t.Errorf("%q: %v", tt.typed, err)
			continue
		}
		if _, got := q.Find(visit()); got != tt.between {
			t.Errorf("piece %q: found %v", tt.typed, got)
		}
	}
	for _, typed := range []string{"(flat", "[", "a{2000}", ""} {
		if _, err := Regexp(typed); !errors.Is(err, ErrQuery) ||
			strings.Contains(err.Error(), "flat") {
			t.Errorf("expression %q: %v", typed, err)
		}
	}
	for _, typed := range []string{"", " ", "-", "a\nb"} {
		if _, err := Substring(typed); !errors.Is(err, ErrQuery) {
			t.Errorf("piece %q: %v", typed, err)
		}
	}
}

func TestNaming(t *testing.T) {
	for name, want := range map[string]bool{"Zoë O'Dell": true, "Zoe Odell": true,
		"O'Dell, Zoë": true,
		"Frau Müller": true, "Anna Quill": true, "Zoë Marsh": false, "Dana Marsh": false} {
		q, err := (&Query{}).Naming(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, got := q.Find(visit()); got != want {
			t.Errorf("%q: found %v", name, got)
		}
	}
	if _, err := (&Query{}).Naming("?"); !errors.Is(err, ErrNoName) {
		t.Errorf("a name without letters: %v", err)
	}
}

func TestHits(t *testing.T) {
	for _, tt := range []struct{ typed, line, marked string }{
		{"visit", "headline: Home visit, Zoë O'Dell seen alone", "visit"},
		{"house warm", "The house is warm.", "house warm"},
		{"asked brother contact", "F1: The well-being of Quill's brother was asked for at 12 " +
			"Alder Rd.",
			"brother asked"},
		{"wellbeing", "F1: The well-being of Quill's brother was asked for at 12 Alder Rd.",
			"well-being"},
		{"4 March 2026", "occurred: 2026-03-04", "2026-03-04"},
		{"+447700900123", "with: [{who: Mrs Müller, contact: 07700 900 123}]", "07700 900 123"},
		{"K3F9/7K2M", "F2: She sent K3F9-27QM/7K2M to the flatmate.", "K3F9-27QM/7K2M"},
		{"asha house", "The house is warm.", "house"},
		{"NOT cold", "headline: Home visit, Zoë O'Dell seen alone", ""},
		{"house NOT cold", "The house is warm.", "house"},
	} {
		q, err := Parse(tt.typed)
		if err != nil {
			t.Fatal(err)
		}
		h, ok := q.Find(visit())
		var marked []string
		for _, m := range h.Marks {
			marked = append(marked, h.Line[m[0]:m[1]])
		}
		if !ok || h.Line != tt.line || strings.Join(marked, " ") != tt.marked {
			t.Errorf("%q: %v %q, marked %q", tt.typed, ok, h.Line, marked)
		}
	}
}

func TestAround(t *testing.T) {
	line := strings.Repeat("word ", 40) + "flat" + strings.Repeat(" word", 40)
	for _, n := range []int{1, 10, 30, 78, 1000} {
		h := Hit{Line: line, Marks: [][2]int{{200, 204}}}.Around(n)
		if got := len([]rune(h.Line)); got > n+2 && n < 1000 {
			t.Errorf("%d: %d characters", n, got)
		}
		if n >= 10 && (len(h.Marks) != 1 || h.Line[h.Marks[0][0]:h.Marks[0][1]] != "flat") {
			t.Errorf("%d: %q, %v", n, h.Line, h.Marks)
		}
	}
	if h := (Hit{Line: "flat", Marks: [][2]int{{0, 4}}}).Around(4); h.Line != "flat" {
		t.Errorf("what fits is cut: %q", h.Line)
	}
}

// FuzzParse wants whatever is typed to be a query or a refusal, one that asks an index for no less
// than it finds: a word of a text that is a query by itself finds that text.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"flat visit", `"home visit" OR (a NOT b*)`, "4 March 2026",
		"+44 7700 900123",
		"K3F9/7K2M", "12 Alder Road", "NOT NOT a", "O'Dell’s well-being", "(((", "李小龙 \u00ad*"} {
		f.Add(seed, visitText)
	}
	f.Fuzz(func(t *testing.T, typed, text string) {
		q, err := Parse(typed)
		if err != nil {
			if !errors.Is(err, ErrQuery) {
				t.Fatal(err)
			}
			return
		}
		h, _ := q.Find(Item{Case: "K3F927QM", ID: "7K2M9QXH", Text: text})
		for _, m := range h.Marks {
			if m[0] < 0 || m[0] >= m[1] || m[1] > len(h.Line) {
				t.Fatalf("marks %v of %q", h.Marks, h.Line)
			}
		}
		h.Around(20)
		if n := strings.Count(q.FTS(), `"`); n%2 != 0 {
			t.Fatalf("%q for the index", q.FTS())
		}
	})
}

func TestFolded(t *testing.T) {
	got := strings.Fields(Folded("The well-being of Zoë on 4 March 2026"))
	want := strings.Fields("the well being of zoe on 4 march 2026 xqwwellbeing xqd20260304")
	if !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
}

// A row comes back from the index as it went in.
func TestRowKept(t *testing.T) {
	r := Row{Name: "Tobi Adeyemi", Short: "7K2M", Superseded: true,
		Item: Item{People: []string{"Tobi Adeyemi", "Dana"}}}
	var back Row
	if err := back.TakeData(r.Data()); err != nil || !slices.Equal(back.People, r.People) ||
		back.Name != r.Name || back.Short != r.Short || !back.Superseded {
		t.Errorf("%+v, %v", back, err)
	}
	if err := back.TakeData([]byte("{")); err == nil {
		t.Error("half a row is taken")
	}
}

// Where a case tells of somebody by their whole name, the first name means them.
func TestNamingWhereKnown(t *testing.T) {
	q, err := (&Query{}).Naming("Dana Adeyemi")
	if err != nil {
		t.Fatal(err)
	}
	for _, people := range [][]string{nil, {"Dana Marsh"}, {"Tobi Adeyemi", "Dana Adeyemi"}} {
		_, got := q.Find(Item{Text: "Spoke with Dana.", People: people})
		if got != (len(people) == 2) {
			t.Errorf("in a case of %v: found %v", people, got)
		}
	}
}

// Of what somebody said of a person, the line is shown that says it.
func TestWordsBeforeNames(t *testing.T) {
	words, err := Parse("flat")
	if err != nil {
		t.Fatal(err)
	}
	q, err := words.Naming("Dana Adeyemi")
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"Dana Adeyemi rang.\nThe flat is warm.":                           "The flat is warm.",
		"The flat is warm.\nDana Adeyemi rang.":                           "The flat is warm.",
		"The flat is warm.\nDana Adeyemi rang.\nDana Adeyemi has a flat.": "Dana Adeyemi has a flat.",
	} {
		if h, ok := q.Find(Item{Text: text}); !ok || h.Line != want {
			t.Errorf("%q: %t %q", text, ok, h.Line)
		}
	}
}

// A postcode and a day are the same in each way to type them, in the words and in the text.
func TestForms(t *testing.T) {
	postcodes := []string{"EH42QT", "EH4 2QT", "eh42qt", "eh4 2qt"}
	homes := []string{"12 Mill Lane, Eskby EH42QT", "12 Mill Lane, Eskby, EH4 2QT"}
	days := []string{"27/11/26", "27 Nov 2026", "27 Nov 26", "Fri 27 November 2026", "20261127",
		"2026-11-27"}
	for _, tt := range []struct{ typed, texts []string }{
		{postcodes, append(homes, postcodes...)}, {homes, homes}, {days, days},
		{[]string{"EH42QT visit", "visit eh4 2qt"},
			[]string{"a visit, EH42QT", "visit at EH4 2QT"}},
	} {
		for _, typed := range tt.typed {
			q, err := Parse(typed)
			if err != nil {
				t.Fatal(err)
			}
			for _, text := range tt.texts {
				if _, ok := q.Find(Item{Text: "She lives: " + text + "."}); !ok {
					t.Errorf("%q does not find %q", typed, text)
				}
			}
			if _, ok := q.Find(Item{Text: "EH4 2QX, 28/11/26, 20261128, visit"}); ok {
				t.Errorf("%q finds another", typed)
			}
		}
	}
}

func TestPositions(t *testing.T) {
	for typed, want := range map[string]string{"boil*r": "character 5 ", "a *b": "character 3 ",
		"a -b": "character 3 ", "a (b": "character 3 ", "a NOT": "character 3 ",
		"AND a": "character 1 ",
		"é b*c": "character 4 ", "a)": "character 2 ", "a \"b": "character 3 "} {
		if _, err := Parse(typed); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", typed, err)
		}
	}
}

// Where nothing that is sought stands in a text, its headline is its line; a whole name is a
// better line than a last name.
func TestLines(t *testing.T) {
	profile := "---\nid: 7K2M9QXH\ncase: K3F927QM\nkind: profile\nby: asha\n" +
		"name: Siobhan O'Neill\n" +
		"people:\n  - {name: Maeve O'Neill}\n---\n"
	q, _ := (&Query{}).Naming("Neill, Siobhan")
	if h, _ := q.Find(
		Item{Text: profile,
			People: []string{"Siobhan O'Neill"}}); h.Line != "name: Siobhan O'Neill" {
		t.Errorf("%q", h.Line)
	}
	q, _ = Parse("NOT boiler")
	for _, q := range []*Query{q, {}} {
		if h, ok := q.Find(visit()); !ok || h.Line != "headline: Home visit, Zoë O'Dell seen "+
			"alone" {
			t.Errorf("%q", h.Line)
		}
	}
	line := "headline: Rang the mother about the boiler, which the landlord has not mended since " +
		"May"
	for _, word := range []string{"mother", "boiler", "landlord", "May"} {
		at := strings.Index(line, word)
		h := Hit{Line: line, Marks: [][2]int{{at, at + len(word)}}}.Around(24)
		for w := range strings.FieldsSeq(strings.Trim(h.Line, "…")) {
			if !slices.Contains(strings.Fields(line), w) {
				t.Errorf("%q is cut within a word", h.Line)
			}
		}
	}
}
