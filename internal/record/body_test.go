package record

import "testing"

// Words are marked where a pair of brackets around them ends the text, in one paragraph.
func TestBracketsClosed(t *testing.T) {
	for text, want := range map[string]bool{
		"":                   false,
		"Mrs Jones":          false,
		"[Mrs Jones]":        true,
		"[Mrs [J] Jones]":    true,
		"see [1], [Jones]":   true,
		"[]":                 false,
		"[Mrs Jones] ":       false,
		"Mrs Jones]":         false,
		"[Mrs Jones]]":       false,
		"[[Mrs Jones]":       true,
		"[Mrs\nJones]":       true,
		"[Mrs\n\nJones]":     false,
		"[a\n\n[Mrs Jones]":  true,
		"[a] b]\n[Mrs Jones": false,
	} {
		var b brackets
		b.read(text)
		if b.closed != want {
			t.Errorf("%q: %v, want %v", text, b.closed, want)
		}
		// It is the same whichever pieces it comes in.
		var parts brackets
		for i := range len(text) {
			parts.read(text[i : i+1])
		}
		if parts.closed != want {
			t.Errorf("%q, letter by letter: %v, want %v", text, parts.closed, want)
		}
	}
}
