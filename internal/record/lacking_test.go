package record

import (
	"fmt"
	"testing"
)

// TestItemsLacking: items without a value are found in whichever style they are written.
func TestItemsLacking(t *testing.T) {
	for _, c := range []struct {
		about, text string
		want        string // lines and names
	}{
		{"one to a line", "---\na: 1\nlist:\n#! a note\n  - name: Bea\n    do:\n  - name: Bo\n" +
			"    do: keep\n---\n",
			"[5 Bea]"},
		{"in braces", "---\nlist:\n  - {name: Bea}\n  - {name: Bo, do: ~}\n  - {do: keep}\n---\n",
			"[3 Bea][4 Bo]"},
		{"no item", "---\nlist:\n---\n", ""},
		{"no list", "---\nlist: text\n---\n", ""},
		{"items that are texts", "---\nlist: [Bea, Bo]\n---\n", ""},
		{"no such field", "---\na: 1\n---\n", ""},
		{"what can't be read", "---\nlist: [\n---\n", ""},
	} {
		got := ""
		for _, l := range ItemsLacking([]byte(c.text), "list", "do") {
			got += fmt.Sprintf("[%d %s]", l.Line, l.Values["name"])
		}
		if got != c.want {
			t.Errorf("%s: got %s, want %s", c.about, got, c.want)
		}
	}
}

// TestStoppedAt: a draft says where its questions stopped, and nothing of that is kept.
func TestStoppedAt(t *testing.T) {
	const text = "---\nname: Bea\n---\nwords\n"
	draft := WithStop([]byte(text), "person Bea\nQuill")
	if got := StoppedAt(draft); got != "person Bea Quill" {
		t.Errorf("it stopped at %q", got)
	}
	if got := string(WithoutNotes(draft)); got != text {
		t.Errorf("kept is %q", got)
	}
	if got := StoppedAt(WithStop([]byte(text), "")); got != "" {
		t.Errorf("a whole text stopped at %q", got)
	}
	if got := StoppedAt([]byte("words\n#! The questions stopped at: here\n")); got != "" {
		t.Errorf("a body stopped at %q", got)
	}
}
