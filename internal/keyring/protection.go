package keyring

import (
	"errors"
	"fmt"
	"path/filepath"

	"casefile/internal/record"
	"casefile/internal/seal"
)

// Protection is the wished protection of an identity. The zero value is a passphrase. Plain counts
// if neither of the others is chosen.
type Protection struct {
	Plain      bool // nothing: for tests and machines, not for people
	SigningKey bool // the key that the person signs with

	PluginRecipient string // of an age plugin: age1NAME1…
	PluginIdentity  string // file that the plugin's key is found by; "" where it finds it itself
}

// by returns the way that counts.
func (p Protection) by() seal.Protection {
	switch {
	case p.PluginRecipient != "":
		return seal.ByPlugin
	case p.SigningKey:
		return seal.BySSHKey
	case p.Plain:
		return seal.ByNothing
	}
	return seal.ByPassphrase
}

// into records in config.yaml what opens the identity from now on.
func (p Protection) into(c *Config) error {
	c.PluginRecipient, c.PluginIdentity = p.PluginRecipient, ""
	if p.PluginIdentity == "" {
		return nil
	}
	path, err := filepath.Abs(p.PluginIdentity)
	c.PluginIdentity = path
	return err
}

// protector is the protection of an identity file: one of the three, or nothing.
type protector struct {
	passphrase []byte
	sshKey     string // public half
	keyFile    string // its private half
	plugin     string // recipient
}

// by returns the protection that opens the identity. A passphrase beside a plugin is for the
// signing key alone.
func (p protector) by() seal.Protection {
	switch {
	case p.plugin != "":
		return seal.ByPlugin
	case p.sshKey != "":
		return seal.BySSHKey
	case p.passphrase != nil:
		return seal.ByPassphrase
	}
	return seal.ByNothing
}

// file returns the name that says whether the file is protected.
func (p protector) file() string {
	if p.by() == seal.ByNothing {
		return "identity.txt"
	}
	return "identity.age"
}

// seal makes the identity file, and opens it again: nobody finds out a year later
// that a key was lost at the beginning.
func (k *Keyring) seal(id *seal.Identity, p protector, c Config) ([]byte, error) {
	now, err := k.o.Now()
	if err != nil {
		return nil, err
	}
	var data []byte
	switch p.by() {
	case seal.ByNothing:
		return seal.PlainFile(id, now), nil
	case seal.ByPlugin:
		data, err = seal.ProtectPlugin(id, p.plugin, k.pluginUI())
	case seal.BySSHKey:
		data, err = seal.ProtectSSH(id, p.sshKey)
	default:
		data, err = seal.ProtectPassphrase(id, p.passphrase, k.o.Effort)
	}
	if errors.Is(err, seal.ErrNotRecipient) {
		return nil, marked{err, ErrProtector}
	}
	if err != nil {
		return nil, err
	}
	return data, k.checkOpens(data, id, p, c)
}

func (k *Keyring) checkOpens(data []byte, id *seal.Identity, p protector, c Config) error {
	keys := k.keys(func(prompt string) ([]byte, error) {
		if p.passphrase != nil {
			return p.passphrase, nil
		}
		return k.ask(prompt) // of an SSH key
	})
	keys.SSHKeys = []string{privateHalf(p.keyFile)}
	keys.Plugins = func() ([]string, error) { return pluginIdentities(c) }
	again, err := seal.LoadIdentity(data, keys)
	if err == nil && again.Secret() != id.Secret() {
		err = seal.ErrDamaged
	}
	if err != nil {
		return fmt.Errorf("%w: %w", ErrWouldNotOpen, err)
	}
	return nil
}

// opensWith says it in words; "" where there is no file.
func opensWith(data []byte, c Config) string {
	if len(data) == 0 {
		return ""
	}
	switch seal.ProtectedBy(data) {
	case seal.ByNothing:
		return "nothing: anybody who has the file can read"
	case seal.ByPassphrase:
		return "a passphrase"
	case seal.BySSHKey:
		return "an SSH key"
	}
	return "an age plugin, " + record.Shorten(c.PluginRecipient, 41)
}
