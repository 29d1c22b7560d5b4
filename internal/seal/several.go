package seal

import (
	"bytes"
	"fmt"

	"filippo.io/age"
)

// SealToSeveral encrypts plaintext to several hybrid recipients. Each of them opens it alone with
// [Open]. It is for texts that belong to no case's key.
func SealToSeveral(recipients []string, plaintext []byte) ([]byte, error) {
	var list []age.Recipient
	for _, text := range recipients {
		r, err := parseRecipient(text)
		if err != nil {
			return nil, err
		}
		list = append(list, r)
	}
	if len(list) == 0 || len(list) > MaxHybrid {
		return nil, fmt.Errorf("%w: it is sealed to %d, where 1 to %d can open it", ErrNotRecipient,
			len(list), MaxHybrid)
	}
	var out bytes.Buffer
	w, err := age.Encrypt(&out, list...)
	if err == nil {
		_, err = w.Write(plaintext)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		return nil, fmt.Errorf("sealing: %w", err)
	}
	return out.Bytes(), nil
}

// MaxHybrid is the greatest number of recipients of one file: a longer header would exceed
// MaxHeader.
const MaxHybrid = 40

// The header of a file with hybrid stanzas alone is outsideStanzas bytes and, for each of
// them, oneStanza: see oneHybridSize.
const (
	outsideStanzas = 22 + 48
	oneStanza      = oneHybridSize - outsideStanzas
)

// Hybrid returns the number of recipients who can open the file, if the header holds only hybrid
// stanzas, and 0 otherwise.
func (h Header) Hybrid() int {
	for _, kind := range h.Stanzas {
		if kind != hybridStanza {
			return 0
		}
	}
	if n := len(h.Stanzas); h.Size == outsideStanzas+n*oneStanza {
		return n
	}
	return 0
}
