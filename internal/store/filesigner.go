package store

import (
	"crypto/x509"
	"errors"
	"fmt"
	"sync"

	"golang.org/x/crypto/ssh"
)

// fileSigner signs with a private key file. An encrypted one is opened at the
// first signature and stays open.
type fileSigner struct {
	path       string
	pem        []byte
	public     ssh.PublicKey
	passphrase func(path string) ([]byte, error)
	mu         sync.Mutex
	key        ssh.Signer // nil until opened
}

// FileSigner signs with the OpenSSH private key in the file path. passphrase is
// asked only when the key is encrypted, and not before the first signature; it
// may be nil where nobody can be asked. The public half comes from the key file
// itself, or from path.pub.
func FileSigner(path string, passphrase func(path string) ([]byte, error)) (Signer, error) {
	data, err := ReadAtMost(path, mostOwn)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoKey, err)
	}
	s := &fileSigner{path: path, pem: data, passphrase: passphrase}
	key, err := ssh.ParsePrivateKey(data)
	if locked, ok := errors.AsType[*ssh.PassphraseMissingError](err); ok {
		s.public, err = locked.PublicKey, nil
		if s.public == nil { // the older PEM forms hide it
			s.public, err = publicFile(path + ".pub")
		}
		if err != nil {
			return nil, err
		}
		return s, nil
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %w (a hardware key signs through ssh-agent)", ErrNoKey,
			path, err)
	}
	s.key, s.public = key, key.PublicKey()
	return s, nil
}

func publicFile(path string) (ssh.PublicKey, error) {
	text, err := ReadAtMost(path, mostOwn)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoKey, err)
	}
	return parseAuthorized(string(text))
}

func (s *fileSigner) PublicKey() string { return authorized(s.public) }

func (s *fileSigner) Sign(namespace string, data []byte) ([]byte, error) {
	key, err := s.open()
	if err != nil {
		return nil, err
	}
	return sign(key, namespace, data)
}

// open decrypts the key once. A wrong passphrase may be tried again.
func (s *fileSigner) open() (ssh.Signer, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.key != nil {
		return s.key, nil
	}
	if s.passphrase == nil {
		return nil, fmt.Errorf("%w: %s is encrypted, and nobody can be asked", ErrBadPassphrase,
			s.path)
	}
	secret, err := s.passphrase(s.path)
	if err != nil {
		return nil, err
	}
	key, err := ssh.ParsePrivateKeyWithPassphrase(s.pem, secret)
	if errors.Is(err, x509.IncorrectPasswordError) {
		return nil, fmt.Errorf("%w: %s", ErrBadPassphrase, s.path)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrNoKey, s.path, err)
	}
	if authorized(key.PublicKey()) != authorized(s.public) {
		return nil, fmt.Errorf("%w: %s does not hold the key that %s.pub names", ErrNoKey, s.path,
			s.path)
	}
	s.key = key
	return key, nil
}
