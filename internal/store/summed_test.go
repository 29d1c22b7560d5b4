package store

import (
	"errors"
	"testing"
)

// The text of a note is not given out if any bit of it changed, if it ends early, or if it is there
// twice.
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

// Whatever bit of a line is another, and wherever it ends early, it does not count.
func TestSummedLine(t *testing.T) {
	for _, text := range []string{"asha", "K3F927QM 0123 1", ""} {
		line := SummedLine(text)
		if got, ok := FromSummedLine(line); !ok || got != text {
			t.Errorf("%q came back as %q, %v", text, got, ok)
		}
		for i := range len(line) - 1 {
			for bit := range 8 {
				other := []byte(line)
				other[i] ^= 1 << bit
				if got, ok := FromSummedLine(string(other)); ok {
					t.Errorf("%q gave %q", other, got)
				}
			}
			if got, ok := FromSummedLine(line[:i]); ok {
				t.Errorf("%q gave %q", line[:i], got)
			}
		}
	}
}
