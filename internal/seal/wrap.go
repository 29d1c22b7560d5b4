package seal

import (
	"fmt"
	"strings"
)

const maxWrapped = 8 << 10 // bytes of a wrapped case key

// WrappedSize is the size of a wrapped case key in bytes: no sealed text or file is as small.
const WrappedSize = 1737

// Wrap seals a case key to a member's recipient.
func Wrap(caseKey *Identity, member string) ([]byte, error) {
	secret, err := caseKey.secretFile()
	if err != nil {
		return nil, err
	}
	return Seal(member, secret)
}

// Unwrap opens a wrapped case key. The caller still compares the key's recipient
// with the one published for the epoch.
func Unwrap(member *Identity, wrapped []byte) (*Identity, error) {
	if len(wrapped) > maxWrapped {
		return nil, fmt.Errorf("%w: %d bytes, a wrapped key has at most %d", ErrTooLarge,
			len(wrapped), maxWrapped)
	}
	plaintext, err := Open(member, wrapped)
	if err != nil {
		return nil, err
	}
	return parseWrapped(plaintext)
}

// parseWrapped accepts exactly one secret line and LF, so that a wrapped key has
// one form and can carry nothing else.
func parseWrapped(plaintext []byte) (*Identity, error) {
	secret, ended := strings.CutSuffix(string(plaintext), "\n")
	if !ended {
		return nil, fmt.Errorf("%w: a wrapped key is one line that ends in LF", ErrNotIdentity)
	}
	return ParseIdentity(secret)
}
