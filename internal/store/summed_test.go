package store

import (
	"errors"
	"testing"
)

// Whatever bit of a note is another, wherever it ends early, and when it stands there twice,
// its text is not given out.
func TestSummed(t *testing.T) {
	for _, text := range []string{"", "one\n", "one\ntwo\n", "\n"} {
		data := Summed(text)
		if got, err := FromSummed(data); err != nil || got != text {
			t.Errorf("%q came back as %q, %v", text, got, err)
		}
		spoiled := [][]byte{append(data[:len(data):len(data)], data...)}
		for i := range data {
			spoiled = append(spoiled, data[:i])
			for bit := range 8 {
				other := append([]byte{}, data...)
				other[i] ^= 1 << bit
				spoiled = append(spoiled, other)
			}
		}
		for _, other := range spoiled {
			if got, err := FromSummed(other); !errors.Is(err, ErrSpoiled) {
				t.Fatalf("%q: %q gave %q, %v", text, other, got, err)
			}
		}
	}
}
