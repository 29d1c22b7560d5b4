package seal

import (
	"bytes"
	"fmt"
	"strings"

	"filippo.io/age"
)

const (
	hybridStanza = "mlkem768x25519"
	// oneHybridSize is the length of every header with one hybrid stanza: intro
	// 22, "-> mlkem768x25519 " 18, share 1,494, LF 1, wrapped key and LF 44,
	// "--- " and MAC and LF 48.
	oneHybridSize = 1627
	// MaxHeader is the number of bytes that Inspect reads, also of a hostile file. The rest of a
	// file need not be there.
	MaxHeader = 64 << 10
)

// Header is the public part of an age file.
type Header struct {
	Stanzas []string // types, in order
	Size    int      // bytes, up to and with the LF of the MAC line
}

// Inspect reads the header of a sealed file, of which MaxHeader bytes are enough. It proves the
// form of the header. It does not prove that anybody can open the file.
func Inspect(sealed []byte) (Header, error) {
	if isOneHybrid(sealed) {
		return Header{Stanzas: []string{hybridStanza}, Size: oneHybridSize}, nil
	}
	lines, size, err := stanzaLines(sealed)
	if err != nil {
		return Header{}, err
	}
	h := Header{Size: size}
	for _, args := range lines {
		h.Stanzas = append(h.Stanzas, args[0])
	}
	return h, nil
}

// OneHybrid reports whether the file has one hybrid recipient, and a header of the one possible
// length for that.
func (h Header) OneHybrid() bool {
	return len(h.Stanzas) == 1 && h.Stanzas[0] == hybridStanza && h.Size == oneHybridSize
}

// Padded reports whether a sealed file of size bytes, with this header, holds a plaintext of a
// padded length: a Padmé length of at least 1,024 bytes.
func (h Header) Padded(size int64) bool {
	payload := size - int64(h.Size) - payloadNonce
	chunks := (payload + sealedChunk - 1) / sealedChunk
	plain := payload - chunks*chunkTag
	return plain >= minPadded && padme(plain) == plain
}

// The payload of an age file is a nonce of 16 bytes, then chunks of 64 KiB, each
// with a tag of 16 bytes (age-encryption.org/v1).
const (
	payloadNonce = 16
	chunkTag     = 16
	sealedChunk  = 64<<10 + chunkTag
)

// stanzaLines returns the type and arguments of each stanza, and the header's size. Age's own
// parser judges the form, so age and this package agree on what a header is.
func stanzaLines(sealed []byte) (lines [][]string, size int, err error) {
	header, err := age.ExtractHeader(bytes.NewReader(sealed[:min(len(sealed), MaxHeader)]))
	if err != nil || !bytes.HasPrefix(sealed, header) {
		return nil, 0, fmt.Errorf("%w: the file does not begin with a whole age v1 header",
			ErrHeader)
	}
	for line := range strings.Lines(string(header)) {
		if args, found := strings.CutPrefix(line, "-> "); found {
			lines = append(lines, strings.Split(strings.TrimSuffix(args, "\n"), " "))
		}
	}
	return lines, len(header), nil
}
