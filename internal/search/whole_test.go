package search

import (
	"strings"
	"testing"
)

// What Sought leaves out of a text is put in again where it stood, and cuts of another text do no
// harm.
func TestWhole(t *testing.T) {
	nonce := "nonce: " + strings.Repeat("5XJ0V3N8R2M6T", 2) + "\n"
	for _, text := range []string{"", "no line of it", "a\n" + nonce + "b\n", nonce + "a",
		nonce + nonce + "a",
		"a\n  " + nonce + "b\n" + nonce + "the end", "a\n" + nonce + "b\n \n  \n"} {
		sought := Sought(text)
		if strings.Contains(sought, "nonce") {
			t.Errorf("%q is sought", sought)
		}
		if got := Whole(sought, Cuts(text)); got != Unpadded(text) {
			t.Errorf("%q became %q", text, got)
		}
	}
	if got := Whole("abc", []Cut{{-3, "x"}, {2, "y"}, {1, "z"}, {99, "!"}}); got != "xabyzc!" {
		t.Errorf("by other cuts it is %q", got)
	}
}
