package seal

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

func TestPadme(t *testing.T) {
	// Expectations by hand: keep S = bits(E) bits below the top one, round up.
	for _, c := range []struct{ n, want int }{
		{0, 0}, {-5, 0}, {1, 1}, {2, 2}, {7, 7}, {8, 8},
		{9, 10},          // E 3, S 2: the lowest bit is rounded
		{1023, 1024},     // E 9, S 4: multiples of 32
		{1024, 1024},     // E 10, S 4: multiples of 64
		{1025, 1088},     //
		{1088, 1088},     //
		{1089, 1152},     //
		{2049, 2176},     // E 11: multiples of 128
		{32769, 34816},   // E 15: multiples of 2,048
		{65535, 65536},   //
		{65536, 65536},   // E 16, S 5: multiples of 2,048
		{65537, 67584},   //
		{100000, 100352}, // 49 × 2,048
	} {
		if got := Padme(c.n); got != c.want {
			t.Errorf("Padme(%d) = %d, want %d", c.n, got, c.want)
		}
	}
}

func TestPadBytes(t *testing.T) {
	spaces := func(n int) string { return strings.Repeat(" ", n) }
	for _, c := range []struct{ name, text, want string }{
		{"short", "abc\n", "abc\n" + spaces(1019) + "\n"},
		{"no final LF", "abc", "abc\n" + spaces(1019) + "\n"},
		{"blank lines removed", "abc\n\n \t\n\t", "abc\n" + spaces(1019) + "\n"},
		{"spaces at the end of a line stay", "abc \t\n", "abc \t\n" + spaces(1017) + "\n"},
		{"blank lines inside stay", "a\n\n \nb\n", "a\n\n \nb\n" + spaces(1016) + "\n"},
		{"CR is a character", "a\r\n\r\n", "a\r\n\r\n" + spaces(1018) + "\n"},
		{"nothing", "", "\n" + spaces(1022) + "\n"},
		{"only blanks", "  \n\t\n", "\n" + spaces(1022) + "\n"},
		{"one byte missing", strings.Repeat("x", 1022), strings.Repeat("x", 1022) + "\n\n"},
		{"exactly full", strings.Repeat("x", 1023), strings.Repeat("x", 1023) + "\n"},
		{"one byte over", strings.Repeat("x", 1024), strings.Repeat("x", 1024) + "\n" + spaces(62) +
			"\n"},
	} {
		got, err := Pad([]byte(c.text))
		if err != nil || string(got) != c.want {
			t.Errorf("%s: got %q, %v", c.name, got, err)
		}
		again, err := Pad(got)
		if err != nil || !bytes.Equal(again, got) {
			t.Errorf("%s: padding twice differs: %q, %v", c.name, again, err)
		}
	}
}

func TestPadLimit(t *testing.T) {
	full, err := Pad(bytes.Repeat([]byte("x"), 65535))
	if err != nil || len(full) != 65536 {
		t.Errorf("65,536 bytes with LF: %d bytes, %v", len(full), err)
	}
	if _, err := Pad(append(bytes.Repeat([]byte("x"), 65535), "\n\n \n"...)); err != nil {
		t.Errorf("blank lines count towards the limit: %v", err)
	}
	if _, err := Pad(bytes.Repeat([]byte("x"), 65536)); !errors.Is(err, ErrTooLarge) {
		t.Errorf("65,537 bytes with LF: %v", err)
	}
}

// Pad must not change the slice it was given, even when there is room behind it.
func TestPadLeavesItsInputAlone(t *testing.T) {
	backing := []byte("abc\n\nSECOND")
	if _, err := Pad(backing[:5]); err != nil {
		t.Fatal(err)
	}
	if string(backing) != "abc\n\nSECOND" {
		t.Errorf("the input became %q", backing)
	}
}

func TestCommitment(t *testing.T) {
	// The well-known SHA-256 of "abc" (FIPS 180-2, appendix B.1).
	const want = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
	if got := Commitment([]byte("abc")); got != want {
		t.Errorf("got %s", got)
	}
}
