package policy

import (
	"runtime"
	"strings"
	"testing"
)

// Whatever text is a policy, reading it costs little: it is refused above 256 KiB, and below
// that no text makes more of itself than this.
func TestLargePolicies(t *testing.T) {
	const most = 256 << 20 // bytes given out in all, garbage among them
	full := func(part string) string { return strings.Repeat(part, (MaxFile-200)/len(part)) }
	for name, text := range map[string]string{
		"a list":     "format: 1\nx: [" + full("1,") + "1]\n",
		"many lines": "format: 1\nx:\n" + full(" - 1\n"),
		"nested": "format: 1\nx: " + strings.Repeat("[", 9000) + strings.Repeat("]", 9000) +
			"\n",
		"a long word":    "format: 1\nx: " + full("a") + "\n",
		"the same key":   "format: 1\n" + full("a: 1\n"),
		"beyond all":     "format: 1\nx: [" + strings.Repeat("1,", 4_190_000) + "1]\n",
		"beyond by keys": "format: 1\n" + strings.Repeat("a: 1\n", 1_600_000),
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		p, found := Parse([]byte(text), "casefile.yaml")
		runtime.ReadMemStats(&after)
		if p != nil || !found.Failed() {
			t.Errorf("%s: is taken", name)
		}
		if spent := after.TotalAlloc - before.TotalAlloc; spent > most {
			t.Errorf("%s: %d MiB for %d KiB", name, spent>>20, len(text)>>10)
		}
	}
}
