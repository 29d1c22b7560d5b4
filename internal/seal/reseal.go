package seal

import (
	"crypto/sha256"
	"fmt"
	"io"

	"filippo.io/age"
)

// OpenFile decrypts all of a parcel: a file that is sealed to one person and belongs to no records.
func OpenFile(id *Identity, sealed []byte) ([]byte, error) { return id.open(sealed) }

// SealFile seals what OpenFile gave.
func SealFile(recipient string, plaintext []byte) ([]byte, error) {
	r, err := parseRecipient(recipient)
	if err != nil {
		return nil, err
	}
	return encrypt(plaintext, r)
}

// Reseal streams the plaintext of a sealed file to dst, sealed to another recipient. The plaintext
// keeps its padding, salt and zeros, so its SHA-256 stays true. Reseal returns that SHA-256, and no
// plaintext. dst gets nothing of a file that id does not open. What dst got before another error is
// worthless.
func Reseal(id *Identity, dst io.Writer, src io.Reader, recipient string) (string, error) {
	o, err := id.begin(src)
	if err != nil {
		return "", err
	}
	w, err := encryptTo(recipient, dst)
	if err != nil {
		return "", err
	}
	sum, err := o.through(w)
	if err != nil {
		return "", err
	}
	if err := w.Close(); err != nil {
		return "", fmt.Errorf("sealing: %w", err)
	}
	return sum, nil
}

// Sum reads a sealed file to its end, and returns the SHA-256 of its plaintext.
func Sum(id *Identity, src io.Reader) (string, error) {
	o, err := id.begin(src)
	if err != nil {
		return "", err
	}
	return o.through(io.Discard)
}

// decryption is a sealed file while it is decrypted: its header has been opened already.
type decryption struct {
	source *watched // as it is sealed
	plain  *watched
}

func (id *Identity) begin(src io.Reader) (*decryption, error) {
	source := &watched{r: src}
	sealed, with, err := id.opener(source)
	if err != nil {
		return nil, source.blame(err)
	}
	plain, err := age.Decrypt(sealed, with)
	if err != nil {
		return nil, source.blame(decryptError(err))
	}
	return &decryption{source, &watched{r: plain}}, nil
}

// through streams all of the plaintext to dst, and returns its SHA-256.
func (o *decryption) through(dst io.Writer) (string, error) {
	sum := sha256.New()
	if _, err := io.Copy(io.MultiWriter(sum, dst), o.plain); err != nil {
		if o.plain.err != nil {
			err = fmt.Errorf("%w: the content does not decrypt to its end", ErrDamaged)
		}
		return "", o.source.blame(err)
	}
	return hexSum(sum), nil
}
