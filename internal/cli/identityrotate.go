package cli

import (
	"path/filepath"

	"github.com/spf13/cobra"

	"casefile/internal/keyring"
	"casefile/internal/record"
)

type rotateOptions struct {
	only, sshKey, out string
}

func (o rotateOptions) check(c keyring.Config) error {
	switch {
	case o.only != "" && o.only != "identity" && o.only != "signing":
		return usage("--only takes identity or signing")
	case o.only == "identity" && o.sshKey != "":
		return usage("--only identity leaves the signing key as it is; leave --ssh-key out")
	case o.only != "identity" && c.SigningKey != "" && o.sshKey == "":
		return usage("you sign with a key of your own, %s: name the next one with --ssh-key, or "+
			"renew --only identity", c.SigningKey)
	}
	return nil
}

func newIdentityRotate(app *App) *cobra.Command {
	var o rotateOptions
	cmd := &cobra.Command{
		Use: "rotate", Short: "Make new keys in place of yours, keep the old ones, and print " +
			"your new card",
		Long: `Make a new age identity and a new signing key, protected like the old ones. The old
ones stay in the same folder, with the day in their names: they open what was wrapped
to them. Then, in this order:

  1. a senior manager takes your new card:      casefile team update CARD
     (what your old signing key signs after that counts for nothing)
  2. you wrap your case keys to the new ones:   casefile rekey --old-identity FILE

Until step 1 you go on with the old keys: --identity FILE, and CASEFILE_SIGNING_KEY=FILE
for the signing key. If you are the only senior manager, you take your own card in the
same way.

casefile sync still sends what you had not sent, unless somebody else was faster. Then
it waits in your copy, and is signed again when your new card is taken. Drafts and
unsent texts from before open as long as the old identity lies beside the new one. If
one does not open, name the old identity: --identity FILE.`,
		Example: `  # make new keys, and write the new card
  casefile identity rotate -o asha.card`,
		Args: arguments(0, 0, ""),
		RunE: func(*cobra.Command, []string) error { return runIdentityRotate(app, o) },
	}
	cmd.Flags().StringVar(&o.only, "only", "", "renew one of the two: `identity` or signing")
	cmd.Flags().StringVar(&o.sshKey, "ssh-key", "",
		"sign with this SSH key `file` from now on; a .pub means ssh-agent holds it")
	cmd.Flags().StringVarP(&o.out, "output", "o", "", "write the card to a `file`")
	return cmd
}

func runIdentityRotate(app *App, o rotateOptions) error {
	c, err := app.keys.Config()
	if err != nil {
		return err
	}
	if err := o.check(c); err != nil {
		return err
	}
	made, err := app.keys.Rotate(keyring.RotateOptions{Identity: o.only != "signing",
		Signing: o.only != "identity", SSHKey: o.sshKey})
	if err != nil {
		return keysChanged(app, err)
	}
	if made.StillUnlocked != nil {
		app.say("note: the agent of the old identity could not be ended: %v", made.StillUnlocked)
	}
	return tellRotation(app, o, made)
}

func tellRotation(app *App, o rotateOptions, made keyring.Rotated) error {
	card, err := app.keys.Card()
	if err != nil {
		return err
	}
	what := map[string]string{"": "a new identity and a new signing key",
		"identity": "a new identity", "signing": "a new signing key"}
	if o.sshKey != "" {
		what = map[string]string{"": "a new identity", "signing": "your card again"}
	}
	app.say("made %s", what[o.only])
	if len(made.OldFiles) > 0 {
		app.say("kept in %s: %s", app.keys.Folder(), record.Enumerated(bases(made.OldFiles)))
	}
	app.say("a senior manager takes the card: casefile team update CARD")
	if o.only != "signing" {
		app.say("then wrap your case keys to the new ones: casefile rekey --old-identity %s",
			made.OldIdentity())
	}
	if app.global.json {
		return app.document("identity-rotate", map[string]any{"recipient": made.Recipient,
			"kept": orEmpty(made.OldFiles), "card": string(card)})
	}
	return writeCard(app, card, o.out)
}

func bases(paths []string) []string {
	var out []string
	for _, p := range paths {
		out = append(out, filepath.Base(p))
	}
	return out
}
