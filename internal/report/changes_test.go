package report

import (
	"slices"
	"strings"
	"testing"
)

func TestWriteChanges(t *testing.T) {
	tests := []struct{ name, before, after, want string }{
		{"one word", "---\nheadline: A visit\n---\nOne\n" +
			"He fell off the wall.\nThree\nFour\nFive\nSix\n",
			"---\nheadline: A visit\n---\nOne\n" +
				"He was pushed off the wall.\nThree\nFour\nFive\nSix\n",
			"  … 3 lines as before\n  One\n- He «fell» off the wall.\n" +
				"+ He «was pushed» off the wall.\n  Three\n  … 3 lines as before\n"},
		{"a line more", "One\nTwo", "One\nAnd\nTwo", "  One\n+ And\n  Two\n"},
		{"a line less", "One\nAnd\nTwo", "One\nTwo", "  One\n- And\n  Two\n"},
		{"nothing stayed", "Red", "Blue", "- Red\n+ Blue\n"},
		{"nothing changed", "One\nTwo", "One\nTwo", "  One\n  Two\n"},
		{"what the program wrote", "---\nid: 7K2M9QXH\ncase: K3F927QM\nkind: note\n" +
			"recorded: 2026-03-06T17:40:12Z\nby: asha\nnonce: A\n---\nOne\n   \n",
			"---\nid: 8K2M9QXH\ncase: K3F927QM\nkind: note\nrecorded: 2026-03-07T17:40:12Z\n" +
				"by: asha\nnonce: B\n---\nOne\nTwo\n  \n", "  … 2 lines as before\n  One\n+ Two\n"},
		{"steers no terminal", "One \x1b[31m", "Two", "- One \\u001b[31m\n+ Two\n"},
	}
	for _, tt := range tests {
		var b strings.Builder
		if err := WriteChanges(&b, []byte(tt.before), []byte(tt.after), 80); err != nil ||
			b.String() != tt.want {
			t.Errorf("%s: got %q (%v)\nwant %q", tt.name, b.String(), err, tt.want)
		}
	}
}

// FuzzCompare rebuilds both texts from the unchanged, removed and added lines.
func FuzzCompare(f *testing.F) {
	f.Add("a b c d", "a x c d e")
	f.Add("", "a")
	f.Fuzz(func(t *testing.T, a, b string) {
		before, after := strings.Fields(a), strings.Fields(b)
		var was, is []string
		for _, e := range compare(before, after) {
			was, is = append(append(was, e.same...), e.out...),
				append(append(is, e.same...), e.put...)
		}
		if !slices.Equal(was, before) || !slices.Equal(is, after) {
			t.Errorf("%q and %q came back as %q and %q", before, after, was, is)
		}
	})
}
