package record

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// TestHostile gives Check and Decode texts of the full size that are made to
// cost time. The bound is generous; what would break it is growth with the
// square of the size.
func TestHostile(t *testing.T) {
	stamp := strings.SplitAfter(sealed, "BC\n")[0]
	var keys, links strings.Builder
	for i := range 3500 {
		fmt.Fprintf(&keys, "k%d: &a x\n", i)
		fmt.Fprintf(&links, "z%d: {a}\n", i)
	}
	for name, text := range map[string]string{
		"brackets":    stamp + "x: " + strings.Repeat("[", 60000) + "\n---\n",
		"braces":      stamp + "x: " + strings.Repeat("{a: ", 15000) + "\n---\n",
		"dashes":      stamp + "x:\n  " + strings.Repeat("- ", 30000) + "\n---\n",
		"items":       stamp + "x: [" + strings.Repeat("!,", 30000) + "]\n---\n",
		"keys":        stamp + keys.String() + "---\n",
		"unknown":     stamp + links.String() + "---\n",
		"hyphens":     stamp + strings.Repeat("---x\n", 12000) + "---\n",
		"controls":    stamp + "---\n" + strings.Repeat("\x01", 60000),
		"headings":    stamp + "---\n" + strings.Repeat("## \n## F\n", 7000),
		"fences":      stamp + "---\n" + strings.Repeat("```\n", 15000),
		"spans":       stamp + "---\n" + strings.Repeat("]{.third-party}", 4000),
		"open spans":  stamp + "---\n" + strings.Repeat("{third-party", 5000),
		"brackets in": stamp + "---\n" + strings.Repeat("[", 30000) + strings.Repeat("]{.third-party}", 2000),
		"letters":     stamp + "---\n" + strings.Repeat("AB ", 20000),
		"sentences":   stamp + "---\n" + strings.Repeat("a b. ", 12000),
		"blank lines": stamp + "---\n" + strings.Repeat("\n \n", 20000) + "x",
	} {
		begin := time.Now()
		k := builtin(t)
		k.Check([]byte(text), "", Context{Now: now, MaxSentence: 1, Jargon: []string{"a"}})
		k.Decode([]byte(text))
		if took := time.Since(begin); took > 3*time.Second {
			t.Errorf("%s: %v", name, took)
		} else {
			t.Logf("%s: %v", name, took)
		}
	}
}
