package record

import (
	"fmt"
	"strings"
	"testing"
)

// TestHostile gives Check and Decode texts of the full size that are made to cost time. None
// may cost time by the square of its size.
func TestHostile(t *testing.T) {
	stamp := strings.SplitAfter(sealed, "BC\n")[0]
	lines := func(format string, n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, format, i)
		}
		return b.String()
	}
	body := func(what string) func(n int) string {
		return func(n int) string { return stamp + "---\n" + strings.Repeat(what, n) }
	}
	k := builtin(t)
	for _, tt := range []struct {
		name string
		n    int
		text func(n int) string
	}{
		{"brackets", 60000, func(n int) string {
			return stamp + "x: " + strings.Repeat("[", n) + "\n---\n"
		}},
		{"braces", 15000, func(n int) string {
			return stamp + "x: " + strings.Repeat("{a: ", n) + "\n---\n"
		}},
		{"dashes", 30000, func(n int) string {
			return stamp + "x:\n  " + strings.Repeat("- ", n) + "\n---\n"
		}},
		{"items", 30000, func(n int) string {
			return stamp + "x: [" + strings.Repeat("!,", n) + "]\n---\n"
		}},
		{"keys", 3500, func(n int) string { return stamp + lines("k%d: &a x\n", n) + "---\n" }},
		{"unknown", 3500, func(n int) string { return stamp + lines("z%d: {a}\n", n) + "---\n" }},
		{"hyphens", 12000, func(n int) string {
			return stamp + strings.Repeat("---x\n", n) + "---\n"
		}},
		{"controls", 60000, body("\x01")},
		{"headings", 7000, body("## \n## F\n")},
		{"fences", 15000, body("```\n")},
		{"spans", 4000, body("]{.third-party}")},
		{"open spans", 5000, body("{third-party")},
		{"brackets in", 30000, func(n int) string {
			return stamp + "---\n" + strings.Repeat("[", n) +
				strings.Repeat("]{.third-party}", n/15)
		}},
		{"letters", 20000, body("AB ")},
		{"sentences", 12000, body("a b. ")},
		{"blank lines", 20000, func(n int) string {
			return stamp + "---\n" + strings.Repeat("\n \n", n) + "x"
		}},
	} {
		got := growth(t, tt.n, tt.text, func(text string) {
			k.Check([]byte(text), "", Context{Now: now, MaxSentence: 1, Jargon: []string{"a"}})
			k.Decode([]byte(text))
		})
		t.Logf("%s: %.1f", tt.name, got)
		if got > tooSteep {
			t.Errorf("%s: eight times the text costs %.1f times as much", tt.name, got)
		}
	}
}
