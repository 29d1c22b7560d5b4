package store

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"fmt"

	"github.com/hiddeco/sshsig"
	"golang.org/x/crypto/ssh"
)

// Signer signs with an SSH key. PublicKey is in authorized-key form; what Sign
// gives is an armored SSH signature.
type Signer interface {
	PublicKey() string
	Sign(namespace string, data []byte) (armored []byte, err error)
}

// sign makes the armored signature in its one form, whatever form an agent or a hardware
// key gave it; RSA signs with rsa-sha2-512.
func sign(key ssh.Signer, namespace string, data []byte) ([]byte, error) {
	sig, err := sshsig.Sign(bytes.NewReader(data), key, sshsig.HashSHA512, namespace)
	if err != nil {
		return nil, fmt.Errorf("signing: %w", err)
	}
	if err := lower(sig); err != nil {
		return nil, fmt.Errorf("signing: %w", err)
	}
	return armor(sig), nil
}

// NewSigningKey makes an Ed25519 key: an OpenSSH private key file, encrypted
// when the passphrase is not empty, and the public half in authorized-key form.
func NewSigningKey(comment string, passphrase []byte) (private []byte, public string, err error) {
	pub, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, "", err
	}
	block, err := keyBlock(key, comment, passphrase)
	if err != nil {
		return nil, "", err
	}
	half, err := ssh.NewPublicKey(pub)
	if err != nil {
		return nil, "", err
	}
	return pem.EncodeToMemory(block), authorized(half), nil
}
