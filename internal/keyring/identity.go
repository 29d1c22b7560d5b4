package keyring

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"casefile/internal/seal"
)

// Identity opens the person's age identity. It follows the design's order:
// --identity, CASEFILE_IDENTITY_FILE, CASEFILE_IDENTITY_CMD, the agent, the
// default path.
func (k *Keyring) Identity() (*seal.Identity, error) {
	if k.id != nil {
		return k.id, nil
	}
	id, err := k.unlocked()
	if id == nil && err == nil {
		id, err = k.load()
	}
	k.id = id
	return id, err
}

// OpensUnasked opens the identity where that takes no question, no touch and
// no passphrase that this run has not asked for anyhow.
func (k *Keyring) OpensUnasked() bool {
	if k.id != nil {
		return true
	}
	if id, err := k.unlocked(); err == nil && id != nil {
		k.id = id
		return true
	}
	c, err := k.Config()
	if err != nil || c.PluginRecipient != "" {
		return false
	}
	_, data, err := k.identityFile()
	if err != nil {
		return false
	}
	id, err := seal.LoadIdentity(data, k.keys(k.askedAlready))
	if err == nil {
		k.id = id
	}
	return err == nil
}

// askedAlready returns the passphrase that this run was given, and asks for none.
func (k *Keyring) askedAlready(string) ([]byte, error) {
	if k.passphrase == nil {
		return nil, seal.ErrPassphrase
	}
	return k.passphrase, nil
}

// Old opens another identity than the current one. It tries the same passphrase first, and asks for
// another one if that is wrong.
func (k *Keyring) Old(file string) (*seal.Identity, error) {
	data, err := k.readNamed(file)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoIdentity, err)
	}
	ask := k.askAnew
	if k.passphrase != nil {
		ask = k.ask
	}
	id, err := seal.LoadIdentity(data, k.keys(ask))
	if k.passphrase != nil && errors.Is(err, seal.ErrPassphrase) {
		id, err = seal.LoadIdentity(data, k.keys(k.askAnew))
	}
	if err != nil {
		err = fmt.Errorf("%s: %w", file, err)
	}
	return id, err
}

// load opens the identity itself, and asks for its passphrase or token.
func (k *Keyring) load() (*seal.Identity, error) {
	name, data, err := k.identityFile()
	if err != nil {
		return nil, err
	}
	id, err := seal.LoadIdentity(data, k.keys(k.ask))
	if err != nil {
		err = fmt.Errorf("%s: %w", name, err)
	}
	return id, err
}

func (k *Keyring) identityFile() (name string, data []byte, err error) {
	for _, file := range []string{k.o.Identity, k.o.Getenv("CASEFILE_IDENTITY_FILE")} {
		if file != "" {
			if data, err = k.readNamed(file); err != nil {
				err = fmt.Errorf("%w: %w", ErrNoIdentity, err)
			}
			return file, data, err
		}
	}
	if command := k.o.Getenv("CASEFILE_IDENTITY_CMD"); command != "" {
		if data, err = k.printed("CASEFILE_IDENTITY_CMD", command); err != nil {
			err = fmt.Errorf("%w: CASEFILE_IDENTITY_CMD: %w", ErrNoIdentity, err)
		}
		return "CASEFILE_IDENTITY_CMD", data, err
	}
	return k.defaultIdentity()
}

// Named reports whether the person named an identity for this run alone.
func (k *Keyring) Named() bool { return k.named() }

// named reports whether the person named an identity on the command line or in the
// environment: then neither the agent nor their own folder counts.
func (k *Keyring) named() bool {
	return k.o.Identity != "" || k.o.Getenv("CASEFILE_IDENTITY_FILE") != "" ||
		k.o.Getenv("CASEFILE_IDENTITY_CMD") != ""
}

// defaultIdentity returns identity.age, or identity.txt if the person asked for no protection.
func (k *Keyring) defaultIdentity() (name string, data []byte, err error) {
	for _, file := range []string{"identity.age", "identity.txt"} {
		name = k.in(file)
		if data, err = readOwn(name); !errors.Is(err, fs.ErrNotExist) {
			return name, data, err
		}
	}
	return "", nil, ErrNoIdentity
}

// keys returns the keys that may open a protected identity file; ask is for its passphrase.
func (k *Keyring) keys(ask func(prompt string) ([]byte, error)) seal.Keys {
	return seal.Keys{Passphrase: ask, SSHKeys: k.sshKeys(), ReadFile: readOwn, Plugins: k.plugins,
		UI: k.pluginUI()}
}

// sshKeys returns the private key files that may open an SSH-protected identity.
func (k *Keyring) sshKeys() []string {
	var out []string
	if c, err := k.Config(); err == nil && c.SigningKey != "" {
		out = append(out, privateHalf(c.SigningKey))
	}
	if key := k.o.Getenv("CASEFILE_SIGNING_KEY"); key != "" {
		out = append(out, privateHalf(key))
	}
	ssh := filepath.Join(k.home(), ".ssh")
	return append(out, k.in("signing"), filepath.Join(ssh, "id_ed25519"),
		filepath.Join(ssh, "id_rsa"))
}

func privateHalf(key string) string { return strings.TrimSuffix(key, ".pub") }
