package seal

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"filippo.io/age"
)

// Parcel seals a file that leaves the agency to an outside recipient: a hybrid one, like those of
// members, or an X25519 one. It skips comment lines, as age does in a file of recipients.
func Parcel(recipient string, plaintext []byte) ([]byte, error) {
	list, err := age.ParseRecipients(strings.NewReader(recipient))
	if err != nil || len(list) != 1 {
		return nil, fmt.Errorf("%w: a pack is sealed to one age recipient", ErrNotRecipient)
	}
	return encrypt(plaintext, list[0])
}

// OpenParcel opens such a file with the identities of a plain age identity file. It reads at most
// limit bytes of the plaintext.
func OpenParcel(identityFile, sealed []byte, limit int64) ([]byte, error) {
	ids, err := age.ParseIdentities(bytes.NewReader(identityFile))
	if err != nil {
		return nil, fmt.Errorf("%w: no plain age identity file", ErrNotIdentity)
	}
	r, err := age.Decrypt(bytes.NewReader(sealed), ids...)
	if err != nil {
		return nil, decryptError(err)
	}
	plaintext, err := io.ReadAll(io.LimitReader(r, limit+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("%w: the content does not decrypt to its end", ErrDamaged)
	case int64(len(plaintext)) > limit:
		return nil, fmt.Errorf("%w: it holds more than %d bytes", ErrTooLarge, limit)
	}
	return plaintext, nil
}
