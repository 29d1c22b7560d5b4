package record

import (
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
