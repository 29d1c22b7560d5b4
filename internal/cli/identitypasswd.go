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

func newIdentityPasswd(app *App) *cobra.Command {
	o := &protecting{}
	cmd := &cobra.Command{
		Use: "passwd", Short: "Change what protects your keys: a new passphrase, an SSH key, an age plugin",
		Long: `Change what your age identity opens with. It stays the same identity: nobody
else has to do anything. A new passphrase also protects the signing key that
identity new made; a key of your own is ssh-keygen's: ssh-keygen -p.

The new files are opened before they take the place of the old ones. Copies of the
old files, in backups say, still open as they did.`,
		Args: arguments(0, 0, ""),
		RunE: func(*cobra.Command, []string) error { return runIdentityPasswd(app, *o) },
	}
	o.flags(cmd, "your signing key")
	return cmd
}

func runIdentityPasswd(app *App, o protecting) error {
	if err := o.check(); err != nil {
		return err
	}
	own, err := ownKeys(app)
	if err != nil {
		return err
	}
	oldPassphrase := app.secrets.passphrase
	c := own.config
	if err := o.into(&c); err != nil {
		return err
	}
	p, err := nextProtection(app, o, own)
	if err != nil {
		return err
	}
	data, err := sealIdentity(app, own.id, p, c)
	if err != nil {
		return err
	}
	var s staging
	defer s.drop()
	if own.signing != "" && p.plugin == "" && p.sshKey == "" {
		if err := stageSigning(app, &s, own, oldPassphrase, p.passphrase); err != nil {
			return err
		}
	}
	if err := stageIdentity(app, &s, own.file, data, p, c); err != nil {
		return err
	}
	if err := s.commit(); err != nil {
		return err
	}
	return tellProtection(app, data, p, c, own)
}

// own is what lies in the person's own folder.
type own struct {
	config  config
	file    string // the identity's
	id      *seal.Identity
	signing string // file of the signing key that identity new made; "" where another is named
}

// ownKeys opens the identity of the person's own folder, and no other.
func ownKeys(app *App) (own, error) {
	var o own
	if app.global.identity != "" || app.Getenv("CASEFILE_IDENTITY_FILE") != "" || app.Getenv("CASEFILE_IDENTITY_CMD") != "" {
		return o, usage("this changes the identity in %s; leave --identity, CASEFILE_IDENTITY_FILE and CASEFILE_IDENTITY_CMD out", folder(app))
	}
	var err error
	if o.config, err = readConfig(app); err != nil {
		return o, err
	}
	if o.file, _, err = defaultIdentity(app); err != nil {
		return o, err
	}
	if o.id, err = app.secrets.load(); err != nil {
		return o, err
	}
	if o.id.Recipient() != o.config.Recipient {
		return o, notOwnIdentity()
	}
	if o.config.SigningKey == "" {
		o.signing = filepath.Join(folder(app), "signing")
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
func nextProtection(app *App, o protecting, from own) (protection, error) {
	switch {
	case o.noPassphrase && !o.sshProtect && o.pluginRecipient == "":
		return protection{}, nil
	case o.pluginRecipient != "":
		return protection{plugin: o.pluginRecipient}, nil
	case o.sshProtect:
		signer, err := app.secrets.signer()
		if err != nil {
			return protection{}, err
		}
		file := from.signing
		if file == "" {
			file = from.config.SigningKey
		}
		return protection{sshKey: signer.PublicKey(), keyFile: file}, nil
	}
	passphrase, err := newPassphrase(app, identityOptions{})
	return protection{passphrase: passphrase}, err
}

// stageSigning puts the signing key under the new passphrase too. It may have
// another one than the identity, where a change was once interrupted.
func stageSigning(app *App, s *staging, o own, old, passphrase []byte) error {
	private, err := os.ReadFile(o.signing)
	if err != nil {
		return err
	}
	data, err := store.ReprotectSigningKey(private, o.config.ID, func() ([]byte, error) {
		if old != nil {
			return old, nil
		}
		return askAnew(app, "Passphrase for "+o.signing+": ")
	}, passphrase)
	if old != nil && errors.Is(err, store.ErrBadPassphrase) {
		return stageSigning(app, s, o, nil, passphrase)
	}
	if err != nil {
		return err
	}
	_, err = s.add(o.signing, data, 0o600)
	return err
}

// askAnew asks for a passphrase that is no other's.
func askAnew(app *App, prompt string) ([]byte, error) {
	if app.global.noInput {
		return nil, fmt.Errorf("%w: a passphrase is needed, and --no-input forbids to ask", seal.ErrPassphrase)
	}
	return app.Passphrase(prompt)
}

// stageIdentity orders the files so that what is in place opens at each moment: the
// plugin's name before what only it opens.
func stageIdentity(app *App, s *staging, old string, data []byte, p protection, c config) error {
	var err error
	file := filepath.Join(folder(app), p.file())
	if p.plugin != "" {
		err = stageConfig(app, s, c)
	}
	if err == nil {
		_, err = s.add(file, data, 0o600)
	}
	if err == nil && p.plugin == "" {
		err = stageConfig(app, s, c)
	}
	if old != file {
		s.remove(old)
	}
	return err
}

func stageConfig(app *App, s *staging, c config) error {
	text, err := yaml.Marshal(c)
	if err != nil {
		return err
	}
	_, err = s.add(filepath.Join(folder(app), "config.yaml"), text, 0o600)
	return err
}

func tellProtection(app *App, data []byte, p protection, c config, o own) error {
	opens := opensWith(data, c)
	if app.global.json {
		return app.document("identity-passwd", map[string]any{"opens_with": opens, "file": filepath.Join(folder(app), p.file())})
	}
	app.print("your identity opens with %s", opens)
	switch {
	case o.signing == "":
		app.say("your SSH key keeps its own protection: ssh-keygen -p changes it")
	case p.plugin != "" || p.sshKey != "":
		app.say("your signing key keeps the passphrase that it has")
	}
	app.say("copies of the old files, in backups say, still open as they did: destroy them if that is why you changed it")
	return nil
}
