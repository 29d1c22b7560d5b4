package seal

import (
	"bytes"
	"encoding/base64"
)

// The lines of a header with one hybrid stanza; see oneHybridSize.
const (
	hybridStart = "age-encryption.org/v1\n-> " + hybridStanza + " "
	shareSize   = 1494 // base64 characters of the encapsulated key
	lineSize    = 43   // of a wrapped file key, and of a MAC
)

// isOneHybrid recognises the header of nearly every honest file, at a tenth of the cost of age's
// parser. Age's parser judges all other headers.
func isOneHybrid(sealed []byte) bool {
	if len(sealed) < oneHybridSize || !bytes.HasPrefix(sealed, []byte(hybridStart)) {
		return false
	}
	share, rest := sealed[len(hybridStart):len(hybridStart)+shareSize],
		sealed[len(hybridStart)+shareSize:oneHybridSize]
	key, mac := rest[1:1+lineSize], rest[len(rest)-1-lineSize:len(rest)-1]
	return rest[0] == '\n' && string(rest[1+lineSize:1+lineSize+5]) == "\n--- " &&
		rest[len(rest)-1] == '\n' &&
		isBase64(share) && isBase64(key) && isBase64(mac)
}

// isBase64 is as strict as age: it accepts no padding, and no stray bits at the end.
func isBase64(text []byte) bool {
	var out [shareSize]byte
	if bytes.ContainsAny(text, "\r\n") {
		return false
	}
	_, err := base64.RawStdEncoding.Strict().Decode(out[:], text)
	return err == nil
}
