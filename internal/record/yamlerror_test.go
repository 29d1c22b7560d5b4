package record

import (
	"strings"
	"testing"
)

// TestYamlMistakes: the line is that of the mistake, not where the parser
// began or gave up.
func TestYamlMistakes(t *testing.T) {
	tests := []struct{ name, lines, place, found string }{
		{"a quote inside quotes", "a: 1\nb: 2\nc: \"He said \"no\" to me\nd: 4\n", "5:1",
			"can't be read"},
		{"a quote that does not end", "a: 1\nb: 2\nc: \"open\nd: 4\ne: 5\n", "5:1",
			"can't be read"},
		{"an apostrophe", "a: 1\nb: 'it's'\nc: 2\n", "4:1", "can't be read"},
		{"a bracket that does not end", "a: 1\nb: [x, y\nc: 2\nd: 3\n", "4:1", "can't be read"},
		{"a colon in a value", "a: 1\nb: x: y\nc: 2\n", "4:1", "can't be read"},
		{"inside a list", "a: 1\nb:\n  - who: x\n  - who: \"y\nc: 2\n", "6:1", "can't be read"},
		{"no colon", "a: 1\nb: 2\nwords only\nc: 3\n", "5:1",
			"“words only” has no name, or no colon after it."},
		{"a tab", "a: 1\nb:\n\t- who: x\nc: 2\n", "5:1", "A tab can't indent; use spaces."},
		{"a tab in the first line", "\ta: 1\n", "3:1", "A tab can't indent; use spaces."},
		{"a tab where it may stand", "a:\t1\nb: x: y\n", "4:1", "can't be read"},
	}
	for _, tt := range tests {
		_, found := builtin(t).Check([]byte("---\nkind: note\n"+tt.lines+"---\n"), "f", Context{})
		if len(found) != 1 || !strings.HasPrefix(found[0].String(), "f:"+tt.place+":") ||
			!strings.Contains(found[0].Found, tt.found) {
			t.Errorf("%s: got %v, want %s at %s", tt.name, found, tt.found, tt.place)
		}
	}
}
