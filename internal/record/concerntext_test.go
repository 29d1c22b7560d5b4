package record

import (
	"maps"
	"strings"
	"testing"
)

func TestHeadlineFrom(t *testing.T) {
	long := strings.Repeat("äöü ", 40)
	for _, tt := range []struct{ words, want string }{
		{"He cried.", "He cried."},
		{"He cried.\n  Nobody came.", "He cried. Nobody came."},
		{long, strings.TrimSpace(strings.Repeat("äöü ", 25)[:len("äöü ")*25]) + " …"},
		{strings.Repeat("x", 101), strings.Repeat("x", 100) + " …"},
	} {
		if got := headlineFrom(tt.words); got != tt.want || len([]rune(got)) > 120 {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
}

// What somebody heard is never a heading: it would become a section, and the
// words below it another kind of statement.
func TestAsBody(t *testing.T) {
	got := string(asBody("# one\n  ## two\nthree # four"))
	if want := "\\# one\n  \\## two\nthree # four\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// Interrupted questions are read back from their draft with all answers. Written again they give
// the same draft. So it is known that nothing else is in it.
func TestToldSoFar(t *testing.T) {
	kind, _ := builtin(t).Kind("concern")
	written := func(c ToldConcern) string { return string(c.Into(kind.Template(c.Fields()))) }
	for name, c := range map[string]ToldConcern{
		"half a name": {At: "about", Given: map[string]string{"about": "Tob"}},
		"quotes": {At: "where",
			Given: map[string]string{"about": `"Tobi" #4: a, [b]`, "where": "yes"}},
		"half a time": {At: "occurred", Given: map[string]string{"occurred": "yesterday 14:"},
			Words: "He cried."},
		"like a heading": {At: "seen_or_heard", Given: map[string]string{},
			Words: "# one\n## Opinion\n\nthree"},
		"like a hint": {At: "told", Given: map[string]string{"told": "# What"},
			Words: "-- <!-- no -->"},
		"nothing but end": {At: "the end", Given: map[string]string{"told": "unknown"}, Words: "x"},
	} {
		c.By = "Ben Ito"
		draft := written(c)
		got, ok := ToldSoFar([]byte(draft))
		if got.By = c.By; !ok || got.At != c.At || got.Words != c.Words ||
			!maps.Equal(got.Given, c.Given) {
			t.Errorf("%s: %+v, %v\n%s", name, got, ok, draft)
		}
		if again := written(got); again != draft {
			t.Errorf("%s: written again it is\n%s\nnot\n%s", name, again, draft)
		}
		if text := string(kind.Unhint([]byte(draft))); strings.Contains(text, "stopped") {
			t.Errorf("%s: the mark is kept:\n%s", name, text)
		}
		more := strings.Replace(draft, "#child_said:", "child_said: no", 1)
		if got, ok := ToldSoFar([]byte(more)); ok && written(got) == more {
			t.Errorf("%s: what an editor has added would be lost", name)
		}
	}
	whole := ToldConcern{Given: map[string]string{"about": "Tobi"}, Words: "He cried."}
	if _, ok := ToldSoFar([]byte(written(whole))); ok {
		t.Error("answers that were not broken off are taken for a draft of questions")
	}
}
