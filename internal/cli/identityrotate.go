package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"casefile/internal/seal"
	"casefile/internal/store"
)

type rotateOptions struct {
	only, sshKey, out string
}

func (o rotateOptions) check(c config) error {
	switch {
	case o.only != "" && o.only != "identity" && o.only != "signing":
		return usage("--only takes identity or signing")
	case o.only == "identity" && o.sshKey != "":
		return usage("--only identity leaves the signing key as it is; leave --ssh-key out")
	case o.only != "identity" && c.SigningKey != "" && o.sshKey == "":
		return usage("you sign with a key of your own, %s: name the next one with --ssh-key, or renew --only identity", c.SigningKey)
	}
	return nil
}

func newIdentityRotate(app *App) *cobra.Command {
	var o rotateOptions
	cmd := &cobra.Command{
		Use: "rotate", Short: "Make new keys in the place of yours, keep the old ones, and print your new card",
		Long: `Make a new age identity and a new signing key, protected as the old ones are. The
old ones stay in the same folder, with the day in their names: they open what was
wrapped to them. Then, in this order:

  1. a senior manager takes your new card:  casefile team update CARD
  2. you wrap your case keys anew:          casefile rekey --old-identity FILE

Until the first you go on with the old ones: --identity FILE, and
CASEFILE_SIGNING_KEY=FILE for the signing key; so does the only senior manager, to
take their own card. Drafts and unsent texts from before open with the old identity
only: send them first (casefile sync), or name it with --identity.`,
		Args: arguments(0, 0, ""),
		RunE: func(*cobra.Command, []string) error { return runIdentityRotate(app, o) },
	}
	cmd.Flags().StringVar(&o.only, "only", "", "renew one of the two: `identity` or signing")
	cmd.Flags().StringVar(&o.sshKey, "ssh-key", "", "sign with this SSH key `file` from now on; a .pub means ssh-agent holds it")
	cmd.Flags().StringVarP(&o.out, "output", "o", "", "write the card to a `file`")
	return cmd
}

// rotation is what one run changes.
type rotation struct {
	own
	staging
	opts   rotateOptions
	next   config
	p      protection
	id     *seal.Identity // the new one, or the old one where it stays
	suffix string
	kept   []string // old keys, by their new names
}

func runIdentityRotate(app *App, o rotateOptions) error {
	r := &rotation{opts: o}
	c, err := readConfig(app)
	if err != nil {
		return err
	}
	if err := o.check(c); err != nil {
		return err
	}
	if r.own, err = ownKeys(app); err != nil {
		return err
	}
	defer r.drop()
	if err := rotate(app, r); err != nil {
		return err
	}
	if err := r.commit(); err != nil {
		return err
	}
	app.secrets.sign = nil // the one before
	if r.renewsIdentity() {
		if _, err := lock(app, c.Recipient); err != nil {
			app.say("note: the agent of the old identity could not be ended: %v", err)
		}
	}
	return tellRotation(app, r)
}

func (r *rotation) renewsIdentity() bool { return r.opts.only != "signing" }
func (r *rotation) renewsSigning() bool  { return r.opts.only != "identity" }

// rotate writes everything beside its place.
func rotate(app *App, r *rotation) error {
	if err := rotationSuffix(app, r); err != nil {
		return err
	}
	data, err := os.ReadFile(r.file)
	if err != nil {
		return err
	}
	r.next, r.id = r.config, r.own.id
	kind := seal.ProtectedBy(data)
	if kind == seal.ByPassphrase {
		r.p.passphrase = app.secrets.passphrase
	}
	if kind == seal.ByPlugin {
		r.p.plugin = r.config.PluginRecipient
	}
	if err := rotateSigning(app, r, kind); err != nil {
		return err
	}
	return rotateIdentity(app, r, data, kind)
}

// rotationSuffix is today, or today and a number, so that no key that was kept
// is ever overwritten.
func rotationSuffix(app *App, r *rotation) error {
	now, err := app.Now()
	if err != nil {
		return err
	}
	day := now.UTC().Format("2006-01-02")
	r.suffix = day
	for n := 2; ; n++ {
		old, err := filepath.Glob(filepath.Join(folder(app), "*-"+r.suffix+"*"))
		if err != nil || len(old) == 0 {
			return err
		}
		r.suffix = fmt.Sprintf("%s.%d", day, n)
	}
}

// rotateSigning also finds what an SSH-protected identity is protected to.
func rotateSigning(app *App, r *rotation, kind seal.Protection) error {
	public, file := "", r.signing
	var err error
	switch {
	case r.renewsSigning() && r.opts.sshKey != "":
		public, err = nameSigning(app, r)
		file = r.next.SigningKey
	case r.renewsSigning():
		public, file, err = makeSigning(app, r)
	case kind == seal.BySSHKey:
		var signer store.Signer
		if signer, err = app.secrets.signer(); err == nil {
			public = signer.PublicKey()
		}
		if file == "" {
			file = r.config.SigningKey
		}
	}
	if kind == seal.BySSHKey {
		r.p.sshKey, r.p.keyFile = public, file
	}
	return err
}

// nameSigning goes over to a key of the person's own.
func nameSigning(app *App, r *rotation) (public string, err error) {
	if r.next.SigningKey, err = filepath.Abs(r.opts.sshKey); err != nil {
		return "", err
	}
	s, err := app.secrets.signerFrom(r.next.SigningKey)
	if err != nil {
		return "", err
	}
	if r.signing != "" {
		err = r.keep(r.signing, "signing")
		r.remove(r.signing)
		r.remove(r.signing + ".pub")
	}
	return s.PublicKey(), err
}

// makeSigning makes a key under the passphrase of the one before.
func makeSigning(app *App, r *rotation) (public, temp string, err error) {
	file := filepath.Join(folder(app), "signing")
	passphrase, err := signingPassphrase(app, r)
	if err != nil {
		return "", "", err
	}
	private, public, err := store.NewSigningKey(r.config.ID, passphrase)
	if err != nil {
		return "", "", err
	}
	if r.signing != "" {
		if err := r.keep(r.signing, "signing"); err != nil {
			return "", "", err
		}
	}
	if temp, err = r.add(file, private, 0o600); err != nil {
		return "", "", err
	}
	_, err = r.add(file+".pub", []byte(public+" "+r.config.ID+"\n"), 0o644)
	return public, temp, err
}

// signingPassphrase is the one that opens the key now; nobody is asked twice.
func signingPassphrase(app *App, r *rotation) ([]byte, error) {
	if r.signing == "" {
		return r.p.passphrase, nil
	}
	private, err := os.ReadFile(r.signing)
	if err != nil || !store.SigningKeyIsLocked(private) {
		return nil, err
	}
	passphrase, err := app.secrets.ask("Passphrase for " + r.signing + ": ")
	if err != nil {
		return nil, err
	}
	_, err = store.ReprotectSigningKey(private, r.config.ID, func() ([]byte, error) { return passphrase, nil }, passphrase)
	return passphrase, err
}

// keep gives an old key and its public half a name with the day in it.
func (r *rotation) keep(file, name string) error {
	for _, half := range []string{"", ".pub"} {
		data, err := os.ReadFile(file + half)
		if os.IsNotExist(err) && half != "" {
			continue
		}
		if err != nil {
			return err
		}
		kept := filepath.Join(filepath.Dir(file), name+"-"+r.suffix+half)
		if half == "" {
			r.kept = append(r.kept, kept)
		}
		if _, err := r.add(kept, data, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// rotateIdentity keeps the old identity under the protection of the new one, so
// that the same passphrase, key or touch opens both.
func rotateIdentity(app *App, r *rotation, data []byte, kind seal.Protection) error {
	var err error
	if kind == seal.BySSHKey {
		data, err = sealIdentity(app, r.id, r.p, r.next)
	}
	if err != nil || !r.renewsIdentity() {
		return errors.Join(err, stageIdentity(app, &r.staging, r.file, data, r.p, r.next))
	}
	kept := filepath.Join(folder(app), "identity-"+r.suffix+filepath.Ext(r.p.file()))
	r.kept = append(r.kept, kept)
	if _, err := r.add(kept, data, 0o600); err != nil {
		return err
	}
	if r.id, err = seal.NewIdentity(); err != nil {
		return err
	}
	r.next.Recipient = r.id.Recipient()
	if data, err = sealIdentity(app, r.id, r.p, r.next); err != nil {
		return err
	}
	return stageIdentity(app, &r.staging, r.file, data, r.p, r.next)
}

func tellRotation(app *App, r *rotation) error {
	card, err := card(app)
	if err != nil {
		return err
	}
	made := map[string]string{"": "a new identity and a new signing key", "identity": "a new identity", "signing": "a new signing key"}
	if r.opts.sshKey != "" {
		made = map[string]string{"": "a new identity", "signing": "your card anew"}
	}
	app.say("made %s", made[r.opts.only])
	if len(r.kept) > 0 {
		app.say("kept in %s: %s", folder(app), joinWords(bases(r.kept)))
	}
	app.say("a senior manager takes the card: casefile team update CARD")
	if r.renewsIdentity() {
		app.say("then wrap your case keys anew: casefile rekey --old-identity %s", r.kept[len(r.kept)-1])
	}
	if app.global.json {
		return app.document("identity-rotate", map[string]any{"recipient": r.next.Recipient, "kept": orEmpty(r.kept), "card": string(card)})
	}
	return writeCard(app, card, r.opts.out)
}

func bases(paths []string) []string {
	var out []string
	for _, p := range paths {
		out = append(out, filepath.Base(p))
	}
	return out
}
