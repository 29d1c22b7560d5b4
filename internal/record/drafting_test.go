package record

import (
	"slices"
	"strings"
	"testing"
)

// A finding has the line of the text as its author sees it: what was checked lacks the
// template's hints, or has a line that the program added.
func TestFindingsAsTyped(t *testing.T) {
	typed := "---\n# a hint\nheadline: x\n---\n## Facts\nF1: It rained.\n"
	for name, c := range map[string]struct {
		checked string
		lines   []int // of the findings in what was checked
		want    []int
	}{
		"the same text": {typed, []int{3, 6}, []int{3, 6}},
		"without its hints": {strings.Replace(typed, "# a hint\n", "", 1), []int{2, 5},
			[]int{3, 6}},
		"with a line of the program": {
			strings.Replace(typed, "---\n##", "amends: 7K2M9QXH\n---\n##", 1), []int{4, 7},
			[]int{3, 6}},
		"a line that nobody typed": {"kind: note\n", []int{1}, []int{1}},
		"a line past the end is as was": {strings.Replace(typed, "# a hint\n", "", 1), []int{40},
			[]int{40}},
	} {
		var fs Findings
		for _, line := range c.lines {
			fs = append(fs, Finding{File: "note.md", Line: line})
		}
		var got []int
		for _, f := range fs.AsTyped("note.md", []byte(typed), []byte(c.checked)) {
			got = append(got, f.Line)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: lines %v, want %v", name, got, c.want)
		}
	}
	other := Findings{
		{File: "referral.md", Line: 2},
	}.AsTyped(
		"note.md",
		[]byte("a\n# h\nb\n"),
		[]byte("a\nb\n"),
	)
	if other[0].Line != 2 {
		t.Errorf("the line of another file became %d", other[0].Line)
	}
}

func TestFromTemplate(t *testing.T) {
	k := loadedKind(t, "note")
	if !FromTemplate(k.Template(nil)) {
		t.Error("a template is not known as one")
	}
	if FromTemplate([]byte("---\nheadline: x\n---\n")) {
		t.Error("an author's own text is taken for a template")
	}
}

func loadedKind(t *testing.T, name string) *Kind {
	t.Helper()
	kinds, err := Builtin()
	if err != nil {
		t.Fatal(err)
	}
	k, ok := kinds.Kind(name)
	if !ok {
		t.Fatalf("no kind %s", name)
	}
	return k
}

func TestAmended(t *testing.T) {
	for _, c := range []struct{ name, text, reason, want string }{
		{"with a reason", "---\nheadline: x\n---\n", "error",
			"---\nheadline: x\nlinks: {amends: 7K2M9QXH}\namend_reason: error\n---\n"},
		{"one's own", "---\nheadline: x\n---\n", "",
			"---\nheadline: x\nlinks: {amends: 7K2M9QXH}\n---\n"},
		{"where the author wrote a reason",
			"---\nlinks: {amends: 7K2M9QXH}\namend_reason: addition\n---\n", "error",
			"---\nlinks: {amends: 7K2M9QXH}\namend_reason: addition\n---\n"},
		{"without front matter", "words\n", "", "---\nlinks: {amends: 7K2M9QXH}\n---\nwords\n"},
		{"whose front matter nobody can read", "---\nheadline: [x\n---\n", "error",
			"---\nheadline: [x\n---\n"},
	} {
		if got := string(Amended([]byte(c.text), "7K2M9QXH", "7K2M9QXH", c.reason)); got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", c.name, got, c.want)
		}
	}
}

// A concern that was told in answers is an entry, with what nobody knows in it as unknown.
func TestToldConcern(t *testing.T) {
	told := ToldConcern{
		Given: map[string]string{
			"about":            "Tobi Cole",
			"where":            Unknown,
			"immediate_danger": "no",
			"occurred":         "2026-03-06",
		},
		Words: "He said:\n# I do not want to go home",
		By:    `Ben "Benny" Ito`,
	}
	text := string(told.Into(loadedKind(t, KindConcern).Template(told.Fields())))
	for _, line := range []string{
		"about: Tobi Cole\n", "where: unknown\n", "action: unknown\n", "headline: ",
		`sources: [{who: "Ben \"Benny\" Ito", how: own account}]`,
		"\n## Facts\nHe said:\n\\# I do not want to go home\n",
	} {
		if !strings.Contains(text, line) {
			t.Errorf("%q is missing in\n%s", line, text)
		}
	}
	if _, there := told.Given["action"]; there {
		t.Error("the answers were changed")
	}
	// Somebody stopped at the second question.
	if fields := (ToldConcern{
		Given: map[string]string{"about": "Tobi"}}).Fields(); fields["headline"] != "" {
		t.Errorf("a headline of nothing: %q", fields["headline"])
	}
}

// What all cases share is said once, and what only some have with the case.
func TestFindingsOfCases(t *testing.T) {
	shared := Finding{File: "visit.md", Line: 3, Rule: "missing-field", Found: "No date."}
	own := Finding{File: "visit.md", Line: 9, Rule: "opinion-in-facts", Found: "An impression."}
	got := OfCases([]ID{"K3F927QM", "P4W83XKM"}, [][]Finding{{shared}, {shared, own}})
	own.File = "visit.md for P4W8-3XKM"
	if !slices.Equal(got, Findings{shared, own}) {
		t.Errorf("%v", got)
	}
	if got := OfCases([]ID{"K3F927QM", "P4W83XKM"}, [][]Finding{nil, nil}); got != nil {
		t.Errorf("of nothing: %v", got)
	}
}

// The template for several cases parts into nothing for each until somebody writes there.
func TestTemplateFor(t *testing.T) {
	text := loadedKind(t, "contact").TemplateFor([]ID{"K3F927QM", "P4W83XKM"})
	_, parts := Parts(text)
	if len(parts) != 2 || parts[0].Case != "K3F9-27QM" || parts[1].Case != "P4W8-3XKM" {
		t.Errorf("%v", parts)
	}
	for _, p := range parts {
		if strings.TrimSpace(p.Text) != "" {
			t.Errorf("the part of %s begins with %q", p.Case, p.Text)
		}
	}
}

func TestOneLine(t *testing.T) {
	if got := OneLine("two\n  lines\tand \x1b[31mred"); strings.ContainsAny(got, "\n\t\x1b") ||
		!strings.HasPrefix(got, "two lines and ") {
		t.Errorf("%q", got)
	}
}

func TestEnglish(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{Enumerated(nil), ""},
		{Enumerated([]string{"asha"}), "asha"},
		{Enumerated([]string{"asha", "ben"}), "asha and ben"},
		{Enumerated([]string{"asha", "ben", "mina"}), "asha, ben and mina"},
		{Counted(0, "case"), "0 cases"},
		{Counted(1, "case"), "1 case"},
		{Counted(12, "wrapped key"), "12 wrapped keys"},
		{Plural(1, "entry", "entries"), "1 entry"},
		{Plural(2, "entry", "entries"), "2 entries"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}
