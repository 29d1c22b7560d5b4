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

// What follows the first row stands below the column that it belongs to. Nothing is lost, and no
// word is broken.
func TestHung(t *testing.T) {
	for _, c := range []struct {
		about, text, indent string
		limit               int
		want                string
	}{
		{"just fits", "LATE     a review", "  ", 17, "LATE     a review"},
		{"below the column", "LATE     a review, 3 days late", "", 20,
			"LATE     a review, 3\n         days late"},
		{"no column", "hint: give it again", "  ", 12, "hint: give\n  it again"},
		{"a column in the right half alone", "one two three  four five", "", 20,
			"one two three  four\nfive"},
		{"two columns in the left half", "K3  open  since the 4th of May", "", 22,
			"K3  open  since the\n          4th of May"},
		{"its own indent", "    request 7T2M, of Ben Ito", "", 20,
			"    request 7T2M, of\n    Ben Ito"},
		{"each line by itself", "one two three\nfour", "", 8, "one two\nthree\nfour"},
		{"a folder that is longer than a row", "in /srv/records/of/north now", "  ", 12,
			"in\n  /srv/records/of/north\n  now"},
		{"wide letters before a column", "東京  a review of it", "", 14, "東京  a review\n      of it"},
		{"blanks at the end", "one  two     ", "", 12, "one  two"},
	} {
		if got := Hung(c.text, c.indent, c.limit); got != c.want {
			t.Errorf("%s: got\n%q, want\n%q", c.about, got, c.want)
		}
	}
}
