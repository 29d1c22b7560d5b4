package keyring

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"casefile/internal/seal"
	"casefile/internal/store"
)

// Protected is the new protection of an identity.
type Protected struct {
	OpensWith    string // in words
	File         string
	OwnSSHKey    bool // they sign with a key of their own, whose protection is not ours
	SigningAsWas bool // the signing key keeps the passphrase that it has
}

// Protect changes what the identity opens with, and the passphrase of the signing key
// that New made. It stays the same identity. It fails with ErrNamed, ErrNoIdentity,
// ErrOtherIdentity, ErrProtector or ErrWouldNotOpen, and changes nothing then.
func (k *Keyring) Protect(wish Protection) (Protected, error) {
	own, err := k.own()
	if err != nil {
		return Protected{}, err
	}
	oldPassphrase := k.passphrase
	c := own.config
	if err := wish.into(&c); err != nil {
		return Protected{}, err
	}
	p, err := k.nextProtector(wish, own)
	if err != nil {
		return Protected{}, err
	}
	data, err := k.seal(own.id, p, c)
	if err != nil {
		return Protected{}, err
	}
	s := k.staging()
	defer s.drop()
	alone := p.by() == seal.ByPlugin || p.by() == seal.BySSHKey
	if own.signing != "" && !alone {
		if err := k.stageSigning(s, own, oldPassphrase, p.passphrase); err != nil {
			return Protected{}, err
		}
	}
	if err := k.stageIdentity(s, own.file, data, p, c); err != nil {
		return Protected{}, err
	}
	if err := s.commit(); err != nil {
		return Protected{}, err
	}
	return Protected{OpensWith: opensWith(data, c), File: k.in(p.file()),
		OwnSSHKey:    own.signing == "",
		SigningAsWas: own.signing != "" && alone}, nil
}

// own lists the files in the person's own folder.
type own struct {
	ended   string // the old identity of a rotation that was cut off and was ended just now
	config  Config
	file    string // the identity's
	id      *seal.Identity
	signing string // file of the signing key that New made; "" where another is named
}

// own opens the identity of the person's own folder, and no other.
func (k *Keyring) own() (own, error) {
	var o own
	if k.named() {
		return o, fmt.Errorf("%w than the one in %s", ErrNamed, k.Folder())
	}
	var err error
	if o.config, err = k.Config(); err != nil {
		return o, err
	}
	if o.file, _, err = k.defaultIdentity(); err != nil {
		return o, err
	}
	if o.id, err = k.load(); err != nil {
		return o, err
	}
	if o.id.Recipient() != o.config.Recipient {
		if err := k.endRotation(&o); err != nil {
			return o, err
		}
	}
	if o.config.SigningKey == "" {
		o.signing = k.in("signing")
		if _, err := os.Stat(o.signing); errors.Is(err, fs.ErrNotExist) {
			o.signing = ""
		}
	}
	return o, nil
}

func notOwn() error { return fmt.Errorf("%w: %w", seal.ErrNoMatch, ErrOtherIdentity) }

// nextProtector asks for a passphrase unless something else was chosen.
func (k *Keyring) nextProtector(wish Protection, from own) (protector, error) {
	switch wish.by() {
	case seal.ByNothing:
		return protector{}, nil
	case seal.ByPlugin:
		return protector{plugin: wish.PluginRecipient}, nil
	case seal.BySSHKey:
		signer, err := k.Signer()
		if err != nil {
			return protector{}, err
		}
		file := from.signing
		if file == "" {
			file = from.config.SigningKey
		}
		return protector{sshKey: signer.PublicKey(), keyFile: file}, nil
	}
	passphrase, err := k.newPassphrase()
	return protector{passphrase: passphrase}, err
}

// stageSigning puts the signing key under the new passphrase too. It may have
// another one than the identity, where a change was once interrupted.
func (k *Keyring) stageSigning(s *staging, o own, old, passphrase []byte) error {
	private, err := readOwn(o.signing)
	if err != nil {
		return err
	}
	data, err := store.ReprotectSigningKey(private, o.config.ID, func() ([]byte, error) {
		if old != nil {
			return old, nil
		}
		return k.askAnew("Passphrase for " + o.signing + ": ")
	}, passphrase)
	if old != nil && errors.Is(err, store.ErrBadPassphrase) {
		return k.stageSigning(s, o, nil, passphrase)
	}
	if err != nil {
		return err
	}
	_, err = s.add(o.signing, data, 0o600)
	return err
}

// stageIdentity orders the files so that what is in place opens at each moment: the
// plugin's name before what only it opens.
func (k *Keyring) stageIdentity(s *staging, old string, data []byte, p protector, c Config) error {
	var err error
	file := k.in(p.file())
	byPlugin := p.by() == seal.ByPlugin
	if byPlugin {
		err = k.stageConfig(s, c)
	}
	if err == nil {
		_, err = s.add(file, data, 0o600)
	}
	if err == nil && !byPlugin {
		err = k.stageConfig(s, c)
	}
	if old != file {
		s.remove(old)
	}
	return err
}
