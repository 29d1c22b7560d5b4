package keyring

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"casefile/internal/seal"
	"casefile/internal/store"
)

// NewOptions are the facts of a new person, and the wished protection of their keys.
type NewOptions struct {
	ID, Name, Email string
	SSHKey          string // file of a key of their own to sign with; "" to make one
	Protection      Protection
}

// Made are the keys that New made.
type Made struct {
	ID, Recipient string
	SigningKey    string // public half, as a line of authorized_keys
	Plain         bool   // nothing protects the identity
	PlainSigning  bool   // nothing protects the signing key that was made with it
}

// New makes an age identity and, unless one is named, a signing key. It fails with ErrExists if
// there is an identity, with ErrFacts if no card can be made of the person, and with ErrProtector
// or ErrWouldNotOpen if the keys can't be protected as wished.
func (k *Keyring) New(o NewOptions) (Made, error) {
	if err := k.setAsideHalf(); err != nil {
		return Made{}, err
	}
	if name, _, err := k.defaultIdentity(); err == nil {
		return Made{}, fmt.Errorf("%w: %s", ErrExists, name)
	}
	id, err := seal.NewIdentity()
	if err != nil {
		return Made{}, err
	}
	c := Config{ID: o.ID, Name: o.Name, Email: o.Email, Recipient: id.Recipient(),
		SigningKey: o.SSHKey}
	if err := o.Protection.into(&c); err != nil {
		return Made{}, err
	}
	if err := os.MkdirAll(k.Folder(), 0o700); err != nil {
		return Made{}, err
	}
	var passphrase []byte
	if o.wantsPassphrase() {
		if passphrase, err = k.newPassphrase(); err != nil {
			return Made{}, err
		}
	}
	public, err := k.writeSigningKey(&c, passphrase)
	if err != nil {
		k.dropNewKeys(o, err)
		return Made{}, err
	}
	p := protector{passphrase: passphrase, plugin: o.Protection.PluginRecipient}
	if o.Protection.SigningKey {
		p.sshKey, p.keyFile = public, c.SigningKey
	}
	err = c.card(public).Check()
	if err != nil {
		err = marked{err, ErrFacts}
	} else {
		err = k.writeIdentity(id, p, c)
	}
	if err != nil {
		k.dropNewKeys(o, err)
		return Made{}, err
	}
	return Made{ID: c.ID, Recipient: c.Recipient, SigningKey: public,
		Plain: p.by() == seal.ByNothing, PlainSigning: passphrase == nil && o.SSHKey == ""}, nil
}

// wantsPassphrase: a plugin keeps the identity only, so that a signing key which is
// made beside it has a passphrase too.
func (o NewOptions) wantsPassphrase() bool {
	byPlugin := o.Protection.by() == seal.ByPlugin && o.SSHKey != ""
	return !o.Protection.Plain && !o.Protection.SigningKey && !byPlugin
}

// writeSigningKey makes a signing key unless one was named, and gives the
// public half.
func (k *Keyring) writeSigningKey(c *Config, passphrase []byte) (string, error) {
	if c.SigningKey != "" {
		path, err := filepath.Abs(c.SigningKey)
		if err != nil {
			return "", err
		}
		c.SigningKey = path
		s, err := k.signerFrom(path)
		if err != nil {
			return "", err
		}
		return s.PublicKey(), nil
	}
	private, public, err := store.NewSigningKey(c.ID, passphrase)
	if err != nil {
		return "", err
	}
	file := k.in("signing")
	if err := store.WriteNew(file, 0o600, store.Content(private)); err != nil {
		return "", err
	}
	return public, store.WriteNew(file+".pub", 0o644, store.Content([]byte(public+" "+c.ID+"\n")))
}

// dropNewKeys takes back what New wrote before it failed. What was there before stays.
func (k *Keyring) dropNewKeys(o NewOptions, why error) {
	if errors.Is(why, fs.ErrExist) {
		return
	}
	for _, name := range newFiles() {
		if o.SSHKey == "" || !strings.HasPrefix(name, "signing") {
			os.Remove(k.in(name))
		}
	}
}

// newFiles returns the files that New writes, except the configuration, which comes last.
func newFiles() []string {
	return []string{"signing", "signing.pub", "identity.txt", "identity.age"}
}

// setAsideHalf moves aside, under names that nothing reads, what New had written when it was
// cut off: a signing key, and no configuration that names it. Nobody has a card of these keys.
func (k *Keyring) setAsideHalf() error {
	_, noConfig := os.Lstat(k.in("config.yaml"))
	_, noKey := os.Lstat(k.in("signing"))
	if !errors.Is(noConfig, fs.ErrNotExist) || noKey != nil {
		return nil
	}
	for _, name := range newFiles() {
		aside := k.in(name) + ".unused"
		for n := 2; exists(aside); n++ {
			aside = fmt.Sprintf("%s.unused.%d", k.in(name), n)
		}
		err := os.Rename(k.in(name), aside)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// writeIdentity writes the identity as it is protected, and last the
// configuration that names it.
func (k *Keyring) writeIdentity(id *seal.Identity, p protector, c Config) error {
	data, err := k.seal(id, p, c)
	if err != nil {
		return err
	}
	if err := store.WriteNew(k.in(p.file()), 0o600, store.Content(data)); err != nil {
		return err
	}
	s := k.staging()
	defer s.drop()
	if err := k.stageConfig(s, c); err != nil {
		return err
	}
	return s.commit()
}
