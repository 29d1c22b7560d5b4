package term

import "testing"

func TestWrapped(t *testing.T) {
	for _, c := range []struct {
		about, text, indent string
		limit               int
		want                string
	}{
		{"short", "one two", "  ", 20, "one two"},
		{"nothing", "", "  ", 20, ""},
		{"just fits", "one two", "", 10, "one two"},
		{"between words", "one two three four", "  ", 11, "one two\n  three\n  four"},
		{"its own indent stays", "  1  one two three", "     ", 14, "  1  one two\n     three"},
		{"a long word", "x abcdefghijkl y", " ", 10, "x\n abcdefghi\n jkl y"},
		{"wide letters", "東京都港区芝公園", " ", 10, "東京都港区\n 芝公園"},
		{"a letter with an accent", "ééééééééé é", "", 9, "ééééééééé\né"},
		{"a limit that is none", "one two three", "", 0, "one two\nthree"},
	} {
		if got := Wrapped(c.text, c.indent, c.limit); got != c.want {
			t.Errorf("%s: got\n%q, want\n%q", c.about, got, c.want)
		}
	}
}
