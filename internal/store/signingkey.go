package store

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"

	"golang.org/x/crypto/ssh"
)

// ReprotectSigningKey protects a private key with another passphrase, or with none if that is
// empty. It calls old only when the file is encrypted. It opens the new form before it returns it.
func ReprotectSigningKey(private []byte, comment string, old func() ([]byte, error),
	passphrase []byte,
) ([]byte, error) {
	key, err := openSigningKey(private, old)
	if err != nil {
		return nil, err
	}
	block, err := keyBlock(key, comment, passphrase)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoKey, err)
	}
	again := pem.EncodeToMemory(block)
	return again, sameKey(key, again, passphrase)
}

// keyBlock returns a private key as OpenSSH keeps it, plain where the passphrase is empty.
func keyBlock(key crypto.PrivateKey, comment string, passphrase []byte) (*pem.Block, error) {
	if len(passphrase) > 0 {
		return ssh.MarshalPrivateKeyWithPassphrase(key, comment, passphrase)
	}
	return ssh.MarshalPrivateKey(key, comment)
}

func openSigningKey(private []byte, old func() ([]byte, error)) (crypto.PrivateKey, error) {
	key, err := ssh.ParseRawPrivateKey(private)
	if _, locked := errors.AsType[*ssh.PassphraseMissingError](err); locked {
		secret, askErr := old()
		if askErr != nil {
			return nil, askErr
		}
		key, err = ssh.ParseRawPrivateKeyWithPassphrase(private, secret)
	}
	switch {
	case errors.Is(err, x509.IncorrectPasswordError):
		return nil, fmt.Errorf("%w: the signing key does not open with it", ErrBadPassphrase)
	case err != nil:
		return nil, fmt.Errorf("%w: %w", ErrNoKey, err)
	}
	return key, nil
}

// sameKey opens what was written and compares the public halves.
func sameKey(key crypto.PrivateKey, file, passphrase []byte) error {
	again, err := openSigningKey(file, func() ([]byte, error) { return passphrase, nil })
	if err != nil {
		return err
	}
	one, err := ssh.NewSignerFromKey(key)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNoKey, err)
	}
	other, err := ssh.NewSignerFromKey(again)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNoKey, err)
	}
	if !bytes.Equal(one.PublicKey().Marshal(), other.PublicKey().Marshal()) {
		return fmt.Errorf("%w: another key was written", ErrNoKey)
	}
	return nil
}

// SigningKeyIsLocked reports whether a private key file asks for a passphrase.
func SigningKeyIsLocked(private []byte) bool {
	_, err := ssh.ParseRawPrivateKey(private)
	_, locked := errors.AsType[*ssh.PassphraseMissingError](err)
	return locked
}
