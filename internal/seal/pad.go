package seal

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/bits"
)

const (
	maxText   = 65536 // bytes of an entry's text before padding
	minPadded = 1024  // hides which short notes have the same length
)

// Pad returns the exact bytes that are sealed and committed to: see the package comment. Padding
// padded text changes nothing.
func Pad(text []byte) ([]byte, error) {
	p := trimBlankLines(text)
	if len(p)+1 > maxText {
		return nil, fmt.Errorf("%w: the text has %d bytes, an entry holds %d", ErrTooLarge,
			len(p)+1, maxText)
	}
	n := Padme(max(minPadded, len(p)+1))
	padded := make([]byte, 0, n)
	padded = append(append(padded, p...), '\n')
	if d := n - len(padded); d > 0 {
		padded = append(padded, bytes.Repeat([]byte{' '}, d-1)...)
		padded = append(padded, '\n')
	}
	return padded, nil
}

// trimBlankLines removes the trailing lines of only spaces or tabs, and the LF of the last
// remaining line. Spaces at the end of that line are the author's.
func trimBlankLines(text []byte) []byte {
	for {
		i := bytes.LastIndexByte(text, '\n')
		if len(bytes.Trim(text[i+1:], " \t")) > 0 {
			return text
		}
		if i < 0 {
			return nil
		}
		text = text[:i]
	}
}

// Padme returns the Padmé size for n ≥ 1 bytes: the least m ≥ n that has as many
// significant bits as the logarithm of n's logarithm allows.
func Padme(n int) int {
	return int(padme(int64(n)))
}

func padme(n int64) int64 {
	if n < 1 {
		return 0
	}
	e := bits.Len64(uint64(n)) - 1
	s := bits.Len(uint(e))
	mask := int64(1)<<(e-s) - 1
	return (n + mask) &^ mask
}

// Commitment returns the SHA-256, in hex, of exactly the bytes that "age -d" prints.
func Commitment(padded []byte) string {
	sum := sha256.Sum256(padded)
	return hex.EncodeToString(sum[:])
}
