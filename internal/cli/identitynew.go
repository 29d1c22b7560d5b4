package cli

import (
	"errors"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/text/unicode/norm"
	"gopkg.in/yaml.v3"

	"casefile/internal/seal"
	"casefile/internal/store"
	"casefile/internal/team"
)

func runIdentityNew(app *App, o identityOptions) error {
	if err := mayBeNew(app, &o); err != nil {
		return err
	}
	id, err := seal.NewIdentity()
	if err != nil {
		return err
	}
	c := config{ID: o.id, Name: o.name, Email: o.email, Recipient: id.Recipient(), SigningKey: o.sshKey}
	if err := o.into(&c); err != nil {
		return err
	}
	if err := os.MkdirAll(folder(app), 0o700); err != nil {
		return err
	}
	passphrase, err := newPassphrase(app, o)
	if err != nil {
		return err
	}
	public, err := writeSigningKey(app, &c, passphrase)
	if err != nil {
		return err
	}
	card := team.Card{ID: c.ID, Name: c.Name, Email: c.Email, Recipient: c.Recipient, Key: public}
	if err := card.Check(); err != nil {
		dropNewKeys(app, o)
		return usage("%v", err)
	}
	p := protection{passphrase: passphrase, plugin: o.pluginRecipient}
	if o.sshProtect {
		p.sshKey, p.keyFile = public, c.SigningKey
	}
	if err := writeIdentity(app, id, p, c); err != nil {
		dropNewKeys(app, o)
		return err
	}
	app.say("made the identity of %s in %s", c.ID, folder(app))
	switch {
	case p.none():
		app.say("note: it is not protected; whoever has the folder can read and sign as %s", c.ID)
	case passphrase == nil && o.sshKey == "":
		app.say("note: the signing key is not protected; whoever has the folder can sign as %s", c.ID)
	}
	app.say("keep a copy of the folder where only you can reach it: nobody can make these keys again")
	if app.global.json {
		return app.document("identity-new", map[string]any{"id": c.ID, "recipient": c.Recipient, "signing_key": card.Key})
	}
	return nil
}

// mayBeNew judges the command line, and that no identity is here.
func mayBeNew(app *App, o *identityOptions) error {
	if o.name == "" || o.email == "" {
		return usage("identity new needs --name and --email, as colleagues know you")
	}
	if o.sshProtect && o.sshKey == "" {
		return usage("--ssh-protect needs the SSH key: --ssh-key FILE")
	}
	if err := o.check(); err != nil {
		return err
	}
	if o.id == "" {
		o.id = memberID(o.name)
	}
	if o.id == "" {
		return usage("no member ID can be made of %q; give one in plain letters with --id", o.name)
	}
	if name, _, err := defaultIdentity(app); err == nil {
		return withHint(inState("you have an identity already: %s", name), "casefile identity shows it; move the folder away to begin anew")
	}
	return nil
}

// shortPassphrase is where the program begins to warn.
const shortPassphrase = 12

func newPassphrase(app *App, o identityOptions) ([]byte, error) {
	if o.noPassphrase || o.sshProtect || o.pluginRecipient != "" && o.sshKey != "" {
		return nil, nil
	}
	if app.global.noInput {
		return nil, usage("it needs a passphrase, and --no-input forbids to ask; --no-passphrase leaves your keys unprotected")
	}
	p, err := app.NewPassphrase("New passphrase for your identity: ")
	app.secrets.passphrase = p
	if err == nil && len(p) < shortPassphrase {
		app.say("note: a passphrase of fewer than %d characters is soon guessed by whoever finds the file; four or five words are better", shortPassphrase)
	}
	return p, err
}

// writeSigningKey makes a signing key unless one was named, and gives the
// public half.
func writeSigningKey(app *App, c *config, passphrase []byte) (string, error) {
	if c.SigningKey != "" {
		path, err := filepath.Abs(c.SigningKey)
		if err != nil {
			return "", err
		}
		c.SigningKey = path
		s, err := app.secrets.signerFrom(path)
		if err != nil {
			return "", err
		}
		return s.PublicKey(), nil
	}
	private, public, err := store.NewSigningKey(c.ID, passphrase)
	if err != nil {
		return "", err
	}
	file := filepath.Join(folder(app), "signing")
	if err := writeNew(file, private, 0o600); err != nil {
		return "", err
	}
	return public, writeNew(file+".pub", []byte(public+" "+c.ID+"\n"), 0o644)
}

// dropNewKeys takes back a signing key that no identity goes with.
func dropNewKeys(app *App, o identityOptions) {
	if o.sshKey == "" {
		os.Remove(filepath.Join(folder(app), "signing"))
		os.Remove(filepath.Join(folder(app), "signing.pub"))
	}
}

// writeIdentity writes the identity as it is protected, and last the
// configuration that names it.
func writeIdentity(app *App, id *seal.Identity, p protection, c config) error {
	data, err := sealIdentity(app, id, p, c)
	if err != nil {
		return err
	}
	if err := writeNew(filepath.Join(folder(app), p.file()), data, 0o600); err != nil {
		return err
	}
	return writeConfig(app, c)
}

// writeConfig replaces config.yaml as a whole.
func writeConfig(app *App, c config) error {
	text, err := yaml.Marshal(c)
	if err != nil {
		return err
	}
	return create(filepath.Join(folder(app), "config.yaml"), func(f *os.File) error {
		_, err := f.Write(text)
		return errors.Join(err, f.Sync())
	})
}

// writeNew never overwrites: a key that is lost can't be made again.
func writeNew(path string, data []byte, mode os.FileMode) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, mode)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Sync(), f.Close())
}

// memberID makes an ID of a name: the first name, its letters without their
// accents; "" where nothing of it is a Latin letter.
func memberID(name string) string {
	first, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(name)), " ")
	plain := norm.NFD.String(strings.NewReplacer("ł", "l", "ø", "o", "ß", "ss", "đ", "d", "æ", "ae", "œ", "oe", "ı", "i").Replace(first))
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' {
			return r
		}
		return -1
	}, plain)
}
