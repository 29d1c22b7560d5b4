package seal

import "testing"

// An age file is its header, 16 bytes of nonce, and 16 bytes more for each chunk of
// 64 KiB that the plaintext fills or begins.
func TestPadded(t *testing.T) {
	h := Header{Stanzas: []string{hybridStanza}, Size: 1627}
	for _, c := range []struct {
		plain, sealed int64
		want          bool
	}{
		{1024, 1627 + 16 + 1024 + 16, true},
		{1088, 1627 + 16 + 1088 + 16, true},
		{65536, 1627 + 16 + 65536 + 16, true},
		{67584, 1627 + 16 + 67584 + 2*16, true},   // Padmé of 65,537
		{131072, 1627 + 16 + 131072 + 2*16, true}, // two chunks, both full
		{135168, 1627 + 16 + 135168 + 3*16, true}, // E 17, S 5: multiples of 4,096
		{0, 1627 + 16 + 0 + 16, false},
		{512, 1627 + 16 + 512 + 16, false}, // a Padmé size, and below the least
		{1023, 1627 + 16 + 1023 + 16, false},
		{1025, 1627 + 16 + 1025 + 16, false},
		{1056, 1627 + 16 + 1056 + 16, false},
		{65535, 1627 + 16 + 65535 + 16, false},
		{65537, 1627 + 16 + 65537 + 2*16, false},
		{131073, 1627 + 16 + 131073 + 3*16, false},
	} {
		if got := h.Padded(c.sealed); got != c.want {
			t.Errorf("a plaintext of %d, sealed %d bytes: padded is %v", c.plain, c.sealed, got)
		}
		if c.sealed > 1<<17 {
			continue
		}
		id := newIdentity(t)
		file := sealed(t, id, make([]byte, c.plain))
		if int64(len(file)) != c.sealed {
			t.Errorf("a plaintext of %d is sealed to %d bytes, not %d", c.plain, len(file),
				c.sealed)
		}
	}
	for _, size := range []int64{0, 1, 1626, 1627, 1628, 1643, -1} {
		if h.Padded(size) {
			t.Errorf("a file of %d bytes, with a header of 1,627, is called padded", size)
		}
	}
}

// The output of Pad is padded; a plaintext of one byte less or more is not.
func FuzzPadded(f *testing.F) {
	f.Add(uint32(0))
	f.Add(uint32(65536))
	f.Add(uint32(1 << 20))
	f.Fuzz(func(t *testing.T, n uint32) {
		size := Padme(max(minPadded, int(n%(64<<20))))
		chunks := (size + 65535) / 65536
		h := Header{Size: oneHybridSize}
		whole := int64(oneHybridSize + payloadNonce + size + 16*chunks)
		if !h.Padded(whole) || h.Padded(whole+1) || h.Padded(whole-1) {
			t.Errorf("%d bytes: padded %v, one more %v, one less %v", size, h.Padded(whole),
				h.Padded(whole+1), h.Padded(whole-1))
		}
	})
}
