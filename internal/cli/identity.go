package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/text/unicode/norm"
	"gopkg.in/yaml.v3"

	"casefile/internal/seal"
	"casefile/internal/store"
	"casefile/internal/team"
)

type identityOptions struct {
	id, name, email, sshKey string
	protecting
}

func (a *App) newIdentityCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "identity", Short: "Your own keys: make them, show them, hand out your card", GroupID: "setup",
		Long: `Your own keys lie outside every repository: an age identity that opens what you
may read, and an SSH key that signs what you record. Both are protected by one
passphrase; the identity can be protected by an SSH key or an age plugin instead.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return needSubcommand(cmd, args)
			}
			return a.runIdentity()
		},
	}
	o := &identityOptions{}
	create := &cobra.Command{
		Use: "new", Short: "Make an age identity and, unless --ssh-key names one, a signing key",
		Args: arguments(0, 0, ""),
		RunE: func(*cobra.Command, []string) error { return a.runIdentityNew(*o) },
	}
	create.Flags().StringVar(&o.name, "name", "", "your `name`, as colleagues know you")
	create.Flags().StringVar(&o.email, "email", "", "your `address` at work")
	create.Flags().StringVar(&o.id, "id", "", "your member `ID` (default: from your name)")
	create.Flags().StringVar(&o.sshKey, "ssh-key", "", "sign with this SSH key `file`; a .pub means ssh-agent holds it")
	o.flags(create, "the SSH key of --ssh-key")
	var out string
	card := &cobra.Command{
		Use: "card", Short: "Print your signed card, which a senior manager adds to the team",
		Args: arguments(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error { return a.runIdentityCard(cmd.Context(), out) },
	}
	card.Flags().StringVarP(&out, "output", "o", "", "write it to a `file`")
	cmd.AddCommand(create, card, a.newIdentityPasswd(), a.newIdentityRotate())
	return cmd
}

func (a *App) runIdentity() error {
	c, err := a.config()
	if err != nil {
		return err
	}
	if c.Recipient == "" {
		return errNoIdentity
	}
	name, data, err := a.defaultIdentity()
	if err != nil && !errors.Is(err, errNoIdentity) {
		return err
	}
	opens, unlocked := opensWith(data, c), a.unlockedUntil(c.Recipient)
	signer, err := a.secrets.signer()
	if err != nil {
		return err
	}
	if a.global.json {
		return a.document("identity", map[string]any{"id": c.ID, "name": c.Name, "email": c.Email,
			"recipient": c.Recipient, "signing_key": signer.PublicKey(), "file": name, "opens_with": orNil(opens), "unlocked_until": orNil(unlocked)})
	}
	a.print("%s  %s <%s>\nidentity   %s\nrecipient  %s…\nsigns with %s", c.ID, c.Name, c.Email, name, c.Recipient[:40], signer.PublicKey())
	if opens != "" {
		a.print("opens with %s", opens)
	}
	if unlocked != "" {
		a.print("unlocked until %s; casefile lock ends it", unlocked)
	}
	return nil
}

func (a *App) runIdentityNew(o identityOptions) error {
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
	if name, _, err := a.defaultIdentity(); err == nil {
		return withHint(inState("you have an identity already: %s", name), "casefile identity shows it; move the folder away to begin anew")
	}
	id, err := seal.NewIdentity()
	if err != nil {
		return err
	}
	c := config{ID: o.id, Name: o.name, Email: o.email, Recipient: id.Recipient(), SigningKey: o.sshKey}
	if err := o.into(&c); err != nil {
		return err
	}
	if err := os.MkdirAll(a.folder(), 0o700); err != nil {
		return err
	}
	passphrase, err := a.newPassphrase(o)
	if err != nil {
		return err
	}
	public, err := a.writeSigningKey(&c, passphrase)
	if err != nil {
		return err
	}
	card := team.Card{ID: c.ID, Name: c.Name, Email: c.Email, Recipient: c.Recipient, Key: public}
	if err := card.Check(); err != nil {
		a.dropNewKeys(o)
		return usage("%v", err)
	}
	p := protection{passphrase: passphrase, plugin: o.pluginRecipient}
	if o.sshProtect {
		p.sshKey, p.keyFile = public, c.SigningKey
	}
	if err := a.writeIdentity(id, p, c); err != nil {
		a.dropNewKeys(o)
		return err
	}
	a.say("made the identity of %s in %s", c.ID, a.folder())
	switch {
	case p.none():
		a.say("note: it is not protected; whoever has the folder can read and sign as %s", c.ID)
	case passphrase == nil && o.sshKey == "":
		a.say("note: the signing key is not protected; whoever has the folder can sign as %s", c.ID)
	}
	a.say("keep a copy of the folder where only you can reach it: nobody can make these keys again")
	if a.global.json {
		return a.document("identity-new", map[string]any{"id": c.ID, "recipient": c.Recipient, "signing_key": card.Key})
	}
	return nil
}

// shortPassphrase is where the program begins to warn.
const shortPassphrase = 12

func (a *App) newPassphrase(o identityOptions) ([]byte, error) {
	if o.noPassphrase || o.sshProtect || o.pluginRecipient != "" && o.sshKey != "" {
		return nil, nil
	}
	if a.global.noInput {
		return nil, usage("it needs a passphrase, and --no-input forbids to ask; --no-passphrase leaves your keys unprotected")
	}
	p, err := a.NewPassphrase("New passphrase for your identity: ")
	a.secrets.passphrase = p
	if err == nil && len(p) < shortPassphrase {
		a.say("note: a passphrase of fewer than %d characters is soon guessed by whoever finds the file; four or five words are better", shortPassphrase)
	}
	return p, err
}

// writeSigningKey makes a signing key unless one was named, and gives the
// public half.
func (a *App) writeSigningKey(c *config, passphrase []byte) (string, error) {
	if c.SigningKey != "" {
		path, err := filepath.Abs(c.SigningKey)
		if err != nil {
			return "", err
		}
		c.SigningKey = path
		s, err := a.secrets.signerFrom(path)
		if err != nil {
			return "", err
		}
		return s.PublicKey(), nil
	}
	private, public, err := store.NewSigningKey(c.ID, passphrase)
	if err != nil {
		return "", err
	}
	file := filepath.Join(a.folder(), "signing")
	if err := writeNew(file, private, 0o600); err != nil {
		return "", err
	}
	return public, writeNew(file+".pub", []byte(public+" "+c.ID+"\n"), 0o644)
}

// dropNewKeys takes back a signing key that no identity goes with.
func (a *App) dropNewKeys(o identityOptions) {
	if o.sshKey == "" {
		os.Remove(filepath.Join(a.folder(), "signing"))
		os.Remove(filepath.Join(a.folder(), "signing.pub"))
	}
}

// writeIdentity writes the identity as it is protected, and last the
// configuration that names it.
func (a *App) writeIdentity(id *seal.Identity, p protection, c config) error {
	data, err := a.sealIdentity(id, p, c)
	if err != nil {
		return err
	}
	if err := writeNew(filepath.Join(a.folder(), p.file()), data, 0o600); err != nil {
		return err
	}
	return a.writeConfig(c)
}

// writeConfig replaces config.yaml as a whole.
func (a *App) writeConfig(c config) error {
	text, err := yaml.Marshal(c)
	if err != nil {
		return err
	}
	return create(filepath.Join(a.folder(), "config.yaml"), func(f *os.File) error {
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

func (a *App) runIdentityCard(_ context.Context, out string) error {
	card, err := a.card()
	if err != nil {
		return err
	}
	return a.writeCard(card, out)
}

func (a *App) writeCard(card []byte, out string) error {
	if out == "" {
		_, err := a.Out.Write(card)
		return err
	}
	return create(out, func(f *os.File) error {
		_, err := f.Write(card)
		return err
	})
}

// card is the signed public part of the person at hand.
func (a *App) card() ([]byte, error) {
	c, err := a.config()
	if err != nil {
		return nil, err
	}
	if c.Recipient == "" {
		return nil, errNoIdentity
	}
	signer, err := a.secrets.signer()
	if err != nil {
		return nil, err
	}
	payload := team.Card{ID: c.ID, Name: c.Name, Email: c.Email, Recipient: c.Recipient, Key: signer.PublicKey()}.Encode()
	signature, err := signer.Sign(team.CardNamespace, payload)
	return append(payload, signature...), err
}

// readCard reads a card and checks that its own key has signed it.
func (a *App) readCard(file string) (team.Card, error) {
	data, err := a.readText(file)
	if err != nil {
		return team.Card{}, err
	}
	card, err := team.ParseCard(data)
	if err != nil {
		return card, err
	}
	if err := card.Check(); err != nil {
		return card, err
	}
	key, err := store.VerifySignature(card.Signature, card.Payload, team.CardNamespace)
	if err == nil && key != card.Key {
		err = errors.New("the card is signed with another key than it names")
	}
	if err != nil {
		err = fmt.Errorf("%w: %s: %w", team.ErrCard, file, err)
	}
	return card, err
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
