package exchange

import (
	"errors"
	"fmt"
	"strings"
)

// TrustedKey is the key of an agency, told by another way than the pack. What a pack says of its
// own key proves nothing.
type TrustedKey struct {
	Fingerprint string // SHA256:…, told by telephone for example; "" if none was told
	// Signers reads the agency's public keys or allowed_signers. It is nil if none are given.
	Signers func() ([]byte, error)
}

// Verify checks a signature over data in a namespace. It returns the key that signed, in
// authorized-key form, and its fingerprint.
type Verify func(signature, data []byte, namespace string) (key, fingerprint string, err error)

// ErrUnvouched says that nobody told by another way whose key signed a pack.
var ErrUnvouched = errors.New("nobody has vouched for the key that signed the pack")

// ErrOtherUse says that a file of signers allows the key only for other uses than packs.
var ErrOtherUse = errors.New("the key is for other uses than packs alone")

// VerifySigner compares the key that signed a pack with the one that was told. It returns the
// fingerprint of the key that signed, even with an error. The fingerprint is "" if the signature is
// wrong.
func (p *Pack) VerifySigner(told TrustedKey, verify Verify) (fingerprint string, err error) {
	key, fingerprint, err := verify(p.signature(), p.sums(), transferNamespace)
	if err != nil {
		return "", fmt.Errorf("%w: the signature of the list does not hold: %w", ErrPack, err)
	}
	switch {
	case told.Fingerprint != "":
		if strings.TrimPrefix(told.Fingerprint, "SHA256:") == strings.TrimPrefix(fingerprint,
			"SHA256:") {
			return fingerprint, nil
		}
	case told.Signers != nil:
		list, err := told.Signers()
		if err != nil {
			return fingerprint, err
		}
		if listed, err := signerListed(list, key); err != nil || listed {
			return fingerprint, err
		}
	default:
		m := p.Manifest
		return fingerprint, fmt.Errorf("%w, %s, said to be that of %s <%s>, %s",
			ErrUnvouched, fingerprint, m.Maker.Name, m.Maker.Email, m.Agency)
	}
	return fingerprint, fmt.Errorf("%w: it is signed by another key than the one you gave, %s",
		ErrPack, fingerprint)
}

// signerListed looks for a key among public keys or allowed signers. A line of allowed signers
// counts if it allows packs.
func signerListed(list []byte, key string) (bool, error) {
	allowed := fmt.Sprintf("namespaces=%q", transferNamespace)
	for line := range strings.Lines(string(list)) {
		fields := strings.Fields(line)
		for i := range fields[:max(len(fields)-1, 0)] {
			if fields[i]+" "+fields[i+1] != key {
				continue
			}
			if i == 0 || i == 1 || i == 2 && fields[1] == allowed {
				return true, nil
			}
			return false, ErrOtherUse
		}
	}
	return false, nil
}
