package seal

import (
	"bytes"
	"testing"
)

// byAge returns the verdict of age's own parser on a header.
func byAge(sealed []byte) bool {
	lines, size, err := stanzaLines(sealed)
	if err != nil || len(lines) != 1 {
		return false
	}
	return Header{Stanzas: []string{lines[0][0]}, Size: size}.OneHybrid()
}

// isOneHybrid accepts no header that age's parser refuses, whichever byte is changed.
func TestOneHybridAgreesWithAge(t *testing.T) {
	id, err := NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	sealed, err := Seal(id.Recipient(), []byte("text"))
	if err != nil {
		t.Fatal(err)
	}
	if !isOneHybrid(sealed) || !byAge(sealed) {
		t.Fatal("an honest header is not recognised")
	}
	for at := range oneHybridSize {
		for _, by := range []byte{'A', '\n', '\r', ' ', '=', '-', 0, 0xff, 'z', '/'} {
			forged := bytes.Clone(sealed)
			forged[at] = by
			if isOneHybrid(forged) && !byAge(forged) {
				t.Errorf("byte %d as %q: age would not read it", at, by)
			}
		}
	}
	for _, cut := range []int{0, 22, 40, 1533, oneHybridSize - 1} {
		if isOneHybrid(sealed[:cut]) {
			t.Errorf("%d bytes are taken for a whole header", cut)
		}
	}
}
