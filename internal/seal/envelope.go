package seal

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"filippo.io/age"
)

const maxSealed = 128 << 10 // bytes of a sealed entry; the largest real one has 67,211

// Seal encrypts plaintext to one hybrid recipient, in one stanza.
func Seal(recipient string, plaintext []byte) ([]byte, error) {
	sealed, err := SealOwn(recipient, plaintext)
	if err != nil {
		return nil, err
	}
	if len(sealed) > maxSealed {
		return nil, fmt.Errorf("%w: sealed it has %d bytes, an entry holds %d", ErrTooLarge,
			len(sealed), maxSealed)
	}
	return sealed, nil
}

// SealOwn encrypts a text that a person keeps for themselves. It may be longer than an entry: a
// draft is often kept because it was too long for one.
func SealOwn(recipient string, plaintext []byte) ([]byte, error) {
	r, err := parseRecipient(recipient)
	if err != nil {
		return nil, err
	}
	return encrypt(plaintext, r)
}

// OpenOwn decrypts the output of SealOwn. The caller bounds the length of sealed.
func OpenOwn(id *Identity, sealed []byte) ([]byte, error) { return id.open(sealed) }

// Open decrypts a sealed entry. It returns everything or nothing.
func Open(id *Identity, sealed []byte) ([]byte, error) {
	if len(sealed) > maxSealed {
		return nil, fmt.Errorf("%w: %d bytes, a sealed entry has at most %d", ErrTooLarge,
			len(sealed), maxSealed)
	}
	return id.open(sealed)
}

func encrypt(plaintext []byte, r age.Recipient) ([]byte, error) {
	var out bytes.Buffer
	w, err := age.Encrypt(&out, r)
	if err != nil {
		return nil, fmt.Errorf("sealing: %w", err)
	}
	if _, err := w.Write(plaintext); err != nil {
		return nil, fmt.Errorf("sealing: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("sealing: %w", err)
	}
	return out.Bytes(), nil
}

func decrypt(sealed []byte, id age.Identity) ([]byte, error) {
	r, err := age.Decrypt(bytes.NewReader(sealed), id)
	if err != nil {
		return nil, decryptError(err)
	}
	plaintext := bytes.NewBuffer(make([]byte, 0, len(sealed)))
	if _, err := plaintext.ReadFrom(r); err != nil {
		return nil, fmt.Errorf("%w: the content does not decrypt to its end", ErrDamaged)
	}
	return plaintext.Bytes(), nil
}

// decryptError gives the errors of age.Decrypt a reason. Their text is left out: it can quote whole
// lines of a foreign file.
func decryptError(err error) error {
	var unmatched *age.NoIdentityMatchError
	if errors.As(err, &unmatched) {
		return ErrNoMatch
	}
	return fmt.Errorf("%w: the header is malformed or was altered", ErrDamaged)
}

// encryptTo begins a sealed stream on dst.
func encryptTo(recipient string, dst io.Writer) (io.WriteCloser, error) {
	r, err := parseRecipient(recipient)
	if err != nil {
		return nil, err
	}
	w, err := age.Encrypt(dst, r)
	if err != nil {
		return nil, fmt.Errorf("sealing: %w", err)
	}
	return w, nil
}
