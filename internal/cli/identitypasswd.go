package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
	"gopkg.in/yaml.v3"

	"casefile/internal/seal"
	"casefile/internal/store"
)

func (a *App) newIdentityPasswd() *cobra.Command {
	o := &protecting{}
	cmd := &cobra.Command{
		Use: "passwd", Short: "Change what protects your keys: a new passphrase, an SSH key, an age plugin",
		Long: `Change what your age identity opens with. It stays the same identity: nobody
else has to do anything. A new passphrase also protects the signing key that
identity new made; a key of your own is ssh-keygen's: ssh-keygen -p.

The new files are opened before they take the place of the old ones. Copies of the
old files, in backups say, still open as they did.`,
		Args: arguments(0, 0, ""),
		RunE: func(*cobra.Command, []string) error { return a.runIdentityPasswd(*o) },
	}
	o.flags(cmd, "your signing key")
	return cmd
}

func (a *App) runIdentityPasswd(o protecting) error {
	if err := o.check(); err != nil {
		return err
	}
	own, err := a.ownKeys()
	if err != nil {
		return err
	}
	oldPassphrase := a.secrets.passphrase
	c := own.config
	if err := o.into(&c); err != nil {
		return err
	}
	p, err := a.nextProtection(o, own)
	if err != nil {
		return err
	}
	data, err := a.sealIdentity(own.id, p, c)
	if err != nil {
		return err
	}
	var s staging
	defer s.drop()
	if own.signing != "" && p.plugin == "" && p.sshKey == "" {
		if err := a.stageSigning(&s, own, oldPassphrase, p.passphrase); err != nil {
			return err
		}
	}
	if err := a.stageIdentity(&s, own.file, data, p, c); err != nil {
		return err
	}
	if err := s.commit(); err != nil {
		return err
	}
	return a.tellProtection(data, p, c, own)
}

// own is what lies in the person's own folder.
type own struct {
	config  config
	file    string // the identity's
	id      *seal.Identity
	signing string // file of the signing key that identity new made; "" where another is named
}

// ownKeys opens the identity of the person's own folder, and no other.
func (a *App) ownKeys() (own, error) {
	var o own
	if a.global.identity != "" || a.Getenv("CASEFILE_IDENTITY_FILE") != "" || a.Getenv("CASEFILE_IDENTITY_CMD") != "" {
		return o, usage("this changes the identity in %s; leave --identity, CASEFILE_IDENTITY_FILE and CASEFILE_IDENTITY_CMD out", a.folder())
	}
	var err error
	if o.config, err = a.config(); err != nil {
		return o, err
	}
	if o.file, _, err = a.defaultIdentity(); err != nil {
		return o, err
	}
	if o.id, err = a.secrets.load(); err != nil {
		return o, err
	}
	if o.id.Recipient() != o.config.Recipient {
		return o, notOwnIdentity()
	}
	if o.config.SigningKey == "" {
		o.signing = filepath.Join(a.folder(), "signing")
		if _, err := os.Stat(o.signing); errors.Is(err, fs.ErrNotExist) {
			o.signing = ""
		}
	}
	return o, nil
}

func notOwnIdentity() error {
	return withHint(fmt.Errorf("%w: this is not the identity of your config.yaml", seal.ErrNoMatch),
		"put back the identity that casefile identity shows, or its recipient in config.yaml; other identities are named with each command")
}

// nextProtection asks for a passphrase unless something else was chosen.
func (a *App) nextProtection(o protecting, from own) (protection, error) {
	switch {
	case o.noPassphrase && !o.sshProtect && o.pluginRecipient == "":
		return protection{}, nil
	case o.pluginRecipient != "":
		return protection{plugin: o.pluginRecipient}, nil
	case o.sshProtect:
		signer, err := a.secrets.signer()
		if err != nil {
			return protection{}, err
		}
		file := from.signing
		if file == "" {
			file = from.config.SigningKey
		}
		return protection{sshKey: signer.PublicKey(), keyFile: file}, nil
	}
	passphrase, err := a.newPassphrase(identityOptions{})
	return protection{passphrase: passphrase}, err
}

// stageSigning puts the signing key under the new passphrase too. It may have
// another one than the identity, where a change was once interrupted.
func (a *App) stageSigning(s *staging, o own, old, passphrase []byte) error {
	private, err := os.ReadFile(o.signing)
	if err != nil {
		return err
	}
	data, err := store.ReprotectSigningKey(private, o.config.ID, func() ([]byte, error) {
		if old != nil {
			return old, nil
		}
		return a.askAnew("Passphrase for " + o.signing + ": ")
	}, passphrase)
	if old != nil && errors.Is(err, store.ErrBadPassphrase) {
		return a.stageSigning(s, o, nil, passphrase)
	}
	if err != nil {
		return err
	}
	_, err = s.add(o.signing, data, 0o600)
	return err
}

// askAnew asks for a passphrase that is no other's.
func (a *App) askAnew(prompt string) ([]byte, error) {
	if a.global.noInput {
		return nil, fmt.Errorf("%w: a passphrase is needed, and --no-input forbids to ask", seal.ErrPassphrase)
	}
	return a.Passphrase(prompt)
}

// stageIdentity orders the files so that what is in place opens at each moment: the
// plugin's name before what only it opens.
func (a *App) stageIdentity(s *staging, old string, data []byte, p protection, c config) error {
	var err error
	file := filepath.Join(a.folder(), p.file())
	if p.plugin != "" {
		err = a.stageConfig(s, c)
	}
	if err == nil {
		_, err = s.add(file, data, 0o600)
	}
	if err == nil && p.plugin == "" {
		err = a.stageConfig(s, c)
	}
	if old != file {
		s.remove(old)
	}
	return err
}

func (a *App) stageConfig(s *staging, c config) error {
	text, err := yaml.Marshal(c)
	if err != nil {
		return err
	}
	_, err = s.add(filepath.Join(a.folder(), "config.yaml"), text, 0o600)
	return err
}

func (a *App) tellProtection(data []byte, p protection, c config, o own) error {
	opens := opensWith(data, c)
	if a.global.json {
		return a.document("identity-passwd", map[string]any{"opens_with": opens, "file": filepath.Join(a.folder(), p.file())})
	}
	a.print("your identity opens with %s", opens)
	switch {
	case o.signing == "":
		a.say("your SSH key keeps its own protection: ssh-keygen -p changes it")
	case p.plugin != "" || p.sshKey != "":
		a.say("your signing key keeps the passphrase that it has")
	}
	a.say("copies of the old files, in backups say, still open as they did: destroy them if that is why you changed it")
	return nil
}
