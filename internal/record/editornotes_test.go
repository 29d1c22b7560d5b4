package record

import (
	"testing"
)

func TestEditorNotes(t *testing.T) {
	text := "---\nheadline: x\n---\n## Facts\nF1: It seems so.\n"
	found := Findings{
		{Line: 5, Column: 8, Severity: Warning, Found: "An impression.", Do: "Move it.",
			Rule: "opinion-in-facts"},
		{Line: 1, Column: 1, Severity: Error, Found: "No date.", Do: "Add it.",
			Rule: "missing-field"},
	}
	// Three lines go in below the first, so that line 5 is line 8 in the editor.
	want := "---\n#! Found in this text; these lines are not kept. Line and column:\n" +
		"#! 1:1 error: No date. Add it. [missing-field]\n" +
		"#! 8:8 warning: An impression. Move it. [opinion-in-facts]\n" +
		"headline: x\n---\n## Facts\nF1: It seems so.\n"
	got := WithNotes([]byte(text), found)
	if string(got) != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if back := string(WithoutNotes(got)); back != text {
		t.Errorf("without notes it is\n%s", back)
	}
	for _, plain := range []string{"", "words", "words\n---\n"} {
		if got := string(WithNotes([]byte(plain), found)); got != plain {
			t.Errorf("%q has no front matter, and became %q", plain, got)
		}
	}
}
