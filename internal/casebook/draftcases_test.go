package casebook

import (
	"slices"
	"testing"

	"casefile/internal/store"
)

// A note of what a draft is about is whole as it was written, and no bit of it flips unseen.
func TestCasesInANote(t *testing.T) {
	const text = "K3F927QM\nK3F927QM/7K2M9QXH\n"
	want := []string{"K3F927QM", "K3F927QM/7K2M9QXH"}
	whole := store.Summed(text)
	for _, note := range []string{string(whole), text} {
		if got, ok := casesIn(note); !ok || !slices.Equal(got, want) {
			t.Errorf("%q: %q, %t", note, got, ok)
		}
	}
	for i := range 8 * len(whole) {
		flipped := slices.Clone(whole)
		flipped[i/8] ^= 1 << (i % 8)
		if got, ok := casesIn(string(flipped)); ok {
			t.Fatalf("bit %d flipped: %q", i, got)
		}
	}
	for _, note := range []string{"", "\n", "K3F9\n", "K3F927QM/\n", "sha256 00\n"} {
		if got, ok := casesIn(note); ok {
			t.Errorf("%q is whole: %q", note, got)
		}
	}
}
