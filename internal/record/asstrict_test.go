package record

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// TestAsStrictWords: each line is one that people type, with the words that must come out
// of the sealed text, worked out by hand; and whether they are told of it.
func TestAsStrictWords(t *testing.T) {
	contact := kindNamed(t, "contact")
	for _, c := range []struct {
		line, field string
		want        any // nil where the line must stay as it is
		told        bool
	}{
		{`headline: Moved to flat #4 in Hill House`, "headline", "Moved to flat #4 in Hill House",
			true},
		{`headline: "I fell" he said at school`, "headline", `"I fell" he said at school`, true},
		{`headline: 'tis over, she said`, "headline", "'tis over, she said", true},
		{`headline: @home with @mina`, "headline", "@home with @mina", true},
		{`headline: 50% of the time`, "headline", "50% of the time", false},
		{`headline: % of the time`, "headline", "% of the time", true},
		{`headline: [sic] he said`, "headline", "[sic] he said", true},
		{`headline: {not} a map`, "headline", "{not} a map", true},
		{`headline: *stars* for effort`, "headline", "*stars* for effort", true},
		{`headline: Moved, to #where:`, "headline", "Moved, to #where:", true},
		{`headline: - no answer`, "headline", "- no answer", true},
		{`headline: ! urgent`, "headline", "! urgent", true},
		{`headline: > 3 people came`, "headline", "> 3 people came", true},
		{`headline: & his brother`, "headline", "& his brother", true},
		{`headline: ? unclear`, "headline", "? unclear", true},
		{`headline: Call at 12:30: no answer`, "headline", "Call at 12:30: no answer", true},
		{`headline: Call ends with a colon:`, "headline", "Call ends with a colon:", true},
		{`headline: 2026-03-06`, "headline", "2026-03-06", false},
		{`headline: 12:30`, "headline", "12:30", false},
		{`headline: No`, "headline", "No", false},
		{`headline: ~`, "headline", "~", false},
		{`headline: "quoted # whole"`, "headline", "quoted # whole", false},
		{`headline: "quoted" # and more`, "headline", `"quoted" # and more`, true},
		{`headline: 'it''s'`, "headline", "it's", false},
		{`headline: C:\new\folder`, "headline", `C:\new\folder`, false},
		{`with: [Tobi, Dana Adeyemi (mum, PR)]`, "with", []any{"Tobi", "Dana Adeyemi (mum, PR)"},
			true},
		{`with: [Tobi, "Dana, his mum"]`, "with", []any{"Tobi", "Dana, his mum"}, false},
		{`with: [Dana's mum, Tobi's dad]`, "with", []any{"Dana's mum", "Tobi's dad"}, false},
		{"with:\n  - Dana: his mum\n  - Tobi # 9", "with", []any{"Dana: his mum", "Tobi # 9"},
			true},
		{"with:\n- Tobi\n- Dana", "with", []any{"Tobi", "Dana"}, false},
		{`significant: yes`, "significant", true, false},
		{`significant: No`, "significant", false, false},
		{`child_seen: true`, "child_seen", "yes", false},
		{`child_seen: FALSE`, "child_seen", "no", false},
		{"purpose: |\n  # kept\n  as it is", "purpose", "# kept\nas it is\n", false},
		{"purpose: a first\n  meeting # 1\n\n  and more", "purpose",
			"a first meeting # 1\nand more", true},
		{`sources: [{who: a teacher, how: telephone (07700 900123, evenings)}]`, "sources",
			[]any{map[string]any{"who": "a teacher", "how": "telephone (07700 900123, evenings)"}},
			true},
		{"sources:\n  - who: Dana: mum\n    how: at 12:30: by phone", "sources",
			[]any{map[string]any{"who": "Dana: mum", "how": "at 12:30: by phone"}}, true},
	} {
		text, found := contact.AsStrict([]byte("---\n" + c.line + "\n---\n"))
		if found.Failed() || (len(found) > 0) != c.told {
			t.Errorf("%s: told %v", c.line, found)
		}
		if got := asJSON(valueOf(t, contact, text, c.field)); got != asJSON(c.want) {
			t.Errorf("%s: got %s, want %s", c.line, got, asJSON(c.want))
		}
		if again, _ := contact.AsStrict(text); string(again) != string(text) {
			t.Errorf("%s: twice is %s", c.line, again)
		}
	}
}

// TestAsStrictRefuses: what does not close, and words that no page would show, are refused
// with the line as it should be.
func TestAsStrictRefuses(t *testing.T) {
	contact := kindNamed(t, "contact")
	for _, c := range []struct{ line, rule, do string }{
		{`with: [Tobi, Dana (mum, PR]`, RuleUnbalanced, `with: [Tobi, "Dana (mum, PR)"]`},
		{`with: [Tobi, Dana`, RuleUnbalanced, `with: [Tobi, Dana]`},
		{`with: [Tobi :), Dana]`, RuleUnbalanced, `with: ["Tobi :)", "Dana"]`},
		{`sources: [{who: mother, seen today}]`, RuleUnbalanced,
			`sources: [{who: "mother, seen today"}]`},
		{`sources: [{who: mother}] by phone`, RuleUnbalanced, `sources: [{who: mother}]`},
		{`child_seen: yes # but asleep`, RuleHiddenWords, "text below"},
		{`occurred: 2026-03-06 # about`, RuleHiddenWords, "text below"},
		{`#where: at home`, RuleHiddenWords, "# away"},
	} {
		in := "---\n" + c.line + "\n---\n"
		text, found := contact.AsStrict([]byte(in))
		if len(found) != 1 || found[0].Rule != c.rule || !strings.Contains(found[0].Do, c.do) ||
			found[0].Line != 2 {
			t.Errorf("%s: %+v", c.line, found)
		}
		if string(text) != in {
			t.Errorf("%s: changed to %s", c.line, text)
		}
	}
}

// TestAsStrictTakesTexts: marks of editors go, a text alone is read as a commit message is,
// and the parts for single cases have their fields looked at too.
func TestAsStrictTakesTexts(t *testing.T) {
	contact := kindNamed(t, "contact")
	long := strings.Repeat("word ", 30) + "end"
	for name, c := range map[string]struct{ in, want string }{
		"mark": {"\ufeff---\r\nheadline: Rang\r\n---\r\nText.\r\n",
			"---\nheadline: Rang\n---\nText.\n"},
		"message": {"Rang the surgery: no answer\n\nThey call back.\n",
			"---\nheadline: \"Rang the surgery: no answer\"\n---\n\nThey call back.\n"},
		"one line": {"Rang the surgery", "---\nheadline: Rang the surgery\n---\n"},
		"heading":  {"## Facts\nF1: rang\n", "## Facts\nF1: rang\n"},
		"long": {long + "\nmore\n", "---\nheadline: \"" + headlineFrom(long) + "\"\n---\n\n" +
			long + "\nmore\n"},
		"its part": {"Rang: no\n\n=== P4W8\n---\nwhere: flat #4\n---\ny\n",
			"---\nheadline: \"Rang: no\"\n---\n\n=== P4W8\n---\nwhere: \"flat #4\"\n---\ny\n"},
		"parts": {"---\nheadline: Visit\n---\nx\n\n=== P4W8\n---\nwhere: flat #4\n---\ny\n",
			"---\nheadline: Visit\n---\nx\n\n=== P4W8\n---\nwhere: \"flat #4\"\n---\ny\n"},
	} {
		text, _ := contact.AsStrict([]byte(c.in))
		if string(text) != c.want {
			t.Errorf("%s: %q, want %q", name, text, c.want)
		}
		if again, found := contact.AsStrict(text); string(again) != string(text) || len(found) > 0 {
			t.Errorf("%s: twice is %q %v", name, again, found)
		}
	}
	for _, typed := range []string{"headline: Rang\n\nText.\n",
		"----\nheadline: Rang\n----\nText.\n",
		"—\n\nheadline: Rang\n—\n"} {
		if _, found := contact.AsStrict([]byte(typed)); !found.Failed() {
			t.Errorf("%q: fields without lines of three hyphens pass for a headline", typed)
		}
	}
	template := string(contact.Template(nil))
	for name, c := range map[string]struct {
		typed string
		line  int
	}{
		"the first line is gone":           {strings.TrimPrefix(template, "---\n"), 1},
		"words in place of the first line": {"Rang\n" + strings.TrimPrefix(template, "---\n"), 2},
		"words above the first line":       {"Rang\n\n---\nmethod: telephone\n---\n", 3},
	} {
		_, found := contact.AsStrict([]byte(c.typed))
		if len(found) != 1 || found[0].Rule != RuleNoFrontMatter || found[0].Line != c.line {
			t.Errorf("%s: %v", name, found)
		}
	}
	if _, found := contact.AsStrict(
		[]byte("Rang\n\nNobody there.\n\n---\nAgain at noon: nobody.\n")); found.Failed() {
		t.Errorf("a rule between paragraphs: %v", found)
	}
}

// TestCheckBesides: an author is told of all lines that are wrong, whether YAML or the kind
// has something against them, and of each once.
func TestCheckBesides(t *testing.T) {
	typed := "---\noccurred: 2026-13-45\nheadline: Rang\nmethod: telephone # twice\n" +
		"purpose: news\nwith: [Dana, Tobi (son\nkept: perhaps\n---\n"
	want := []string{RuleBadDate, RuleHiddenWords, RuleUnbalanced, RuleWrongValue}
	found := builtin(t).CheckTyped([]byte(typed), "call.md", Context{Kind: "contact"})
	if got := rulesOf(found); !slices.Equal(got, want) {
		t.Errorf("%v, want %v", found, want)
	}
	typed = "headline: Rang\n\nText.\n"
	if found := builtin(t).CheckTyped([]byte(typed), "",
		Context{Kind: "contact"}); len(found) != 1 {
		t.Errorf("of a text whose fields can't be read: %v", found)
	}
}

// TestAsStrictPlaces: a finding in what was quoted has the line that its author sees, with
// the template's hints counted.
func TestAsStrictPlaces(t *testing.T) {
	typed := "\ufeff---\r\n# a remark\r\nheadline: Flat #4\r\nwith: [Tobi,\r\n" +
		"  Dana (mum, PR)]\r\nkept: perhaps\r\n---\r\n"
	text, _ := kindNamed(t, "contact").AsStrict([]byte(typed))
	lines := typedLines([]byte(typed), text)
	for i, want := range []int{1, 2, 3, 4, 6, 7} {
		if lines[i] != want {
			t.Errorf("line %d of %q is typed in %d, want %d", i+1, text, lines[i], want)
		}
	}
}

func kindNamed(t *testing.T, name string) *Kind {
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

// valueOf returns a field as the program reads it in a sealed text.
func valueOf(t *testing.T, k *Kind, text []byte, field string) any {
	t.Helper()
	var n notes
	_, root, ok := whole(&n, string(text))
	if !ok {
		t.Errorf("%s: %v", text, n.list)
		return nil
	}
	return (&reader{}).mapping(root, k.root)[field]
}

func asJSON(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(b)
}
