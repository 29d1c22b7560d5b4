package ledger

import (
	"slices"
	"strings"
	"testing"
)

// Of many lines, only those that this account wrote for this purpose are believed, in order.
func TestUnlines(t *testing.T) {
	ours := func(text string) string { return testMark.line("keys", text) }
	lines := ours("00 1a1a") + "00 2b2b 0123456789abcdef0123456789abcdef\n" + ours("7F 3c3c") +
		testMark.line("trust", "7F 4d4d") + "\n" + strings.TrimSuffix(ours("ZZ 5e5e"), "\n")
	want := []string{"00 1a1a", "7F 3c3c", "ZZ 5e5e"}
	if got := testMark.unlines("keys", lines); !slices.Equal(got, want) {
		t.Errorf("believed: %q, not %q", got, want)
	}
	if got := Mark(nil).unlines("keys", lines); got != nil {
		t.Errorf("believed without a mark: %q", got)
	}
}
