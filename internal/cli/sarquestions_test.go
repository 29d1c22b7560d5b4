package cli

import (
	"slices"
	"strings"
	"testing"
	"time"

	"casefile/internal/cases"
	"casefile/internal/disclose"
	"casefile/internal/policy"
	"casefile/internal/record"
)

const (
	openCase  = record.ID("K3F927QM")
	openEntry = record.ID("7K2M9QXH")
)

// openPage returns the page of a case with one concern, of a width.
func openPage(t *testing.T, width int) questionPage {
	t.Helper()
	kinds, err := record.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	e, err := kinds.Decode([]byte("---\nid: 7K2M9QXH\ncase: K3F927QM\nkind: concern\n" +
		"recorded: 2026-03-06T17:40:12Z\nby: ben\nnonce: 5XJ0V3N8R2M6T4Q9W1Z7Y0K8BC\n" +
		"occurred: 2026-03-05T14:30+00:00\nheadline: What Tobi said\n---\nF1: Late again.\n"))
	if err != nil {
		t.Fatal(err)
	}
	text, err := policy.Default(policy.Casework)
	if err != nil {
		t.Fatal(err)
	}
	rules, _ := policy.Parse(text, "casefile.yaml")
	items := []cases.Item{{Entry: e, SHA256: strings.Repeat("ab", 32), Author: "ben", Op: "concern",
		Committed: e.Recorded, Seq: 1}}
	c := cases.Fold(cases.Input{Docket: &record.Docket{Case: openCase, Status: record.Open},
		Items: items, Policy: rules, Kinds: kinds, Now: testNow.Add(time.Hour)})
	return questionPage{c: c, width: width}
}

func at(entry record.ID, field string, line int, before, words, after string) disclose.Passage {
	return disclose.Passage{Entry: record.Ref{Case: openCase, Entry: entry}, Kind: "concern",
		Field: field, Line: line, Before: before, Words: words, After: after}
}

// TestQuestionLines: what a refusal and a template say of each sort of question: all places,
// and no line longer than the page is wide.
func TestQuestionLines(t *testing.T) {
	ref := record.Ref{Case: openCase, Entry: openEntry}
	for _, c := range []struct {
		about string
		open  disclose.Question
		width int
		want  []string
	}{
		{"somebody named for their work, decided about before", disclose.Question{
			What: disclose.AskPerson, Name: "Mr Bell", Role: "class teacher", Agency: "Oak Primary",
			Why: "nobody has decided", Propose: disclose.DoKeep, Earlier: "decided on 2026-02-02",
			Passages: []disclose.Passage{at(openEntry, "told", 8, "", "Mr Bell", ", at noon"),
				at(openEntry, "", 12, "when ", "Bell", " rang")}}, 80, []string{
			"“Mr Bell”, class teacher, Oak Primary: 2 places",
			"  nobody has decided", "  usually kept: named for their work",
			"  decided on 2026-02-02",
			"  7K2M-9QXH  concern of 2026-03-05, told: »Mr Bell«, at noon",
			"  7K2M-9QXH  concern of 2026-03-05, line 12: when »Bell« rang"}},
		{"an entry in which who asks is named",
			disclose.Question{What: disclose.AskEntry, Entry: ref,
				Named: true, Why: "who asks is named in it", Passages: []disclose.Passage{
					at(openEntry, "", 1, "", "", "")}}, 80, []string{
				"K3F9-27QM/7K2M-9QXH  concern of 2026-03-05: “What Tobi said”",
				"  ! who asks is named in it"}},
		{"a mark that marks nothing", disclose.Question{What: disclose.AskWords, Entry: ref,
			Why: "a mark that marks no words", Passages: []disclose.Passage{
				at(openEntry, "", 12, "Mrs ", "{.third-party}", "")}}, 80, []string{
			"K3F9-27QM/7K2M-9QXH  concern of 2026-03-05: “What Tobi said”",
			"  a mark that marks no words",
			"  7K2M-9QXH  concern of 2026-03-05, line 12: Mrs »{.third-party}«"}},
		{"words of a page, and on a narrow one",
			disclose.Question{What: disclose.AskWords, Name: "Quil",
				Why: "reads nearly like “Quill”", Passages: []disclose.Passage{
					{Field: "entries.md", Before: "Mrs ", Words: "Quil", After: " rang"},
					at("9QXH7K2M", "", 3, "", "Quil", "")}}, 24, []string{
				"“Quil”: 2 places", "  reads nearly like", "    “Quill”",
				"  entries.md: Mrs »Quil«", "    rang", "  9QXH-7K2M, line 3:", "    »Quil«"}},
		{"what would steer a terminal",
			disclose.Question{What: disclose.AskPerson, Name: "Bo\x1b[2J",
				Passages: []disclose.Passage{at("9QXH7K2M", "a\nb", 3, "", "Bo\x1b", "")}}, 80,
			[]string{
				`“Bo\u001b[2J”: 1 place`, `  9QXH-7K2M, a b: »Bo\u001b«`}},
	} {
		got := openPage(t, c.width).lines(c.open)
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: got\n%s", c.about, strings.Join(got, "\n"))
		}
	}
}

// TestWordsAround: what is cut at either end says so, between words.
func TestWordsAround(t *testing.T) {
	long := strings.Repeat("a few more words ", 4)
	for _, c := range []struct{ about, before, after, want string }{
		{"short", "when ", " rang. ", "when »Bell« rang."},
		{"nothing around", "", "", "»Bell«"},
		{"cut on both sides", "rds " + long, " " + long + "wor",
			"… " + long + "»Bell« " + strings.TrimSpace(long) + " …"},
		{"one long word", strings.Repeat("x", 60), strings.Repeat("y", 60),
			"… " + strings.Repeat("x", 60) + "»Bell«" + strings.Repeat("y", 60) + " …"},
	} {
		got := wordsAround(at(openEntry, "", 1, c.before, "Bell", c.after))
		if got != c.want {
			t.Errorf("%s: got\n%q, want\n%q", c.about, got, c.want)
		}
	}
}

// TestOpenFields: --json has all that there is to know of a question.
func TestOpenFields(t *testing.T) {
	ref := record.Ref{Case: openCase, Entry: openEntry}
	got := openFields([]disclose.Question{
		{What: disclose.AskPerson, Name: "Mr Bell", Agency: "Oak Primary", Role: "teacher",
			Why:     "why",
			Propose: disclose.DoKeep, Earlier: "before",
			Passages: []disclose.Passage{at(openEntry, "", 12, "when ", "Bell", " rang")}},
		{What: disclose.AskEntry, Entry: ref, Named: true}, {What: disclose.AskWords, Entry: ref}})
	for key, want := range map[string]any{"what": "person", "name": "Mr Bell", "entry": nil,
		"why": "why", "agency": "Oak Primary", "role": "teacher", "propose": "keep",
		"earlier": "before", "named": false} {
		if got[0][key] != want {
			t.Errorf("of a name %s is %v", key, got[0][key])
		}
	}
	place := got[0]["places"].([]map[string]any)[0]
	for key, want := range map[string]any{"entry": ref.String(), "kind": "concern", "field": nil,
		"line": 12, "before": "when ", "words": "Bell", "after": " rang"} {
		if place[key] != want {
			t.Errorf("of a place %s is %v", key, place[key])
		}
	}
	if got[2]["entry"] != ref.String() {
		t.Errorf("of a mark that marks nothing: %v", got[2])
	}
	if got[1]["entry"] != ref.String() || got[1]["name"] != nil || got[1]["named"] != true {
		t.Errorf("of an entry: %v", got[1])
	}
}

// TestNumbered: numbers of a list as people type them.
func TestNumbered(t *testing.T) {
	for _, c := range []struct {
		typed string
		want  []int
		ok    bool
	}{
		{"2", []int{2}, true}, {"1 3", []int{1, 3}, true}, {"1, 3", []int{1, 3}, true},
		{"2-4", []int{2, 3, 4}, true}, {"1 3-4,5", []int{1, 3, 4, 5}, true}, {"0", nil, true},
		{"", nil, false}, {"6", nil, false}, {"0 1", nil, false}, {"4-2", nil, false},
		{"-1", nil, false}, {"1-", nil, false}, {"two", nil, false}, {"1 s", nil, false},
	} {
		got, ok := numbered(c.typed, 5)
		if ok != c.ok || ok && !slices.Equal(got, c.want) {
			t.Errorf("%q: %v, %v", c.typed, got, ok)
		}
	}
}

// TestChosen: a letter or the word, of what can be decided.
func TestChosen(t *testing.T) {
	for _, c := range []struct {
		typed string
		can   []string
		want  string
	}{
		{"k", []string{"keep", "remove"}, "keep"}, {"remove", []string{"keep", "remove"}, "remove"},
		{"w", []string{"keep", "remove"}, ""}, {"w", []string{"withhold"}, "withhold"},
		{"a", []string{"answer"}, "answer"}, {"", []string{"keep"}, ""},
		{"ke", []string{"keep"}, ""},
	} {
		if got := chosen(c.typed, c.can); got != c.want {
			t.Errorf("%q of %q is %q", c.typed, c.can, got)
		}
	}
}
