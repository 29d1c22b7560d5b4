package cli

import (
	"cmp"

	"github.com/spf13/cobra"

	"casefile/internal/keyring"
	"casefile/internal/match"
	"casefile/internal/team"
)

func newIdentityNew(app *App) *cobra.Command {
	o := &keyring.NewOptions{}
	cmd := &cobra.Command{
		Use: "new", Short: "Make an age identity and a signing key, unless --ssh-key names one",
		Long: `Make an age identity and a signing key in the folder casefile below
XDG_CONFIG_HOME, or below ~/.config. --ssh-key names a signing key that you have
already.

Keys for another place are made by naming that place. The keys for recovery, for
example, on a stick that is kept in a safe:

  XDG_CONFIG_HOME=/media/stick casefile identity new --name Recovery --email …
  XDG_CONFIG_HOME=/media/stick casefile identity card -o recovery.card`,
		Example: `  # make your keys; it asks for a passphrase
  casefile identity new --name "Asha Rao" --email asha@agency.example`,
		Args: arguments(0, 0, ""),
		RunE: func(*cobra.Command, []string) error { return runIdentityNew(app, *o) },
	}
	f := cmd.Flags()
	f.StringVar(&o.Name, "name", "", "your `name`, as colleagues know you")
	f.StringVar(&o.Email, "email", "", "your `address` at work")
	f.StringVar(&o.ID, "id", "", "your member `ID` (default: from your name)")
	f.StringVar(&o.SSHKey, "ssh-key", "", "sign with this SSH key `file`; a .pub means ssh-agent "+
		"holds it")
	protectionFlags(cmd, &o.Protection, "the SSH key of --ssh-key")
	return cmd
}

func runIdentityNew(app *App, o keyring.NewOptions) error {
	if err := cmp.Or(ownFolder(app), mayBeNew(&o)); err != nil {
		return err
	}
	made, err := app.keys.New(o)
	if err != nil {
		return keysChanged(app, err)
	}
	app.say("made the identity of %s in %s", made.ID, app.keys.Folder())
	switch {
	case made.Plain:
		app.say("note: it is not protected; anybody who has the folder can read and sign as %s",
			made.ID)
	case made.PlainSigning:
		app.say("note: the signing key is not protected; anybody who has the folder can sign as %s",
			made.ID)
	}
	app.say("keep a copy of the folder where only you can reach it: nobody can make these keys " +
		"again")
	if app.global.json {
		return app.document("identity-new",
			map[string]any{"id": made.ID, "recipient": made.Recipient,
				"signing_key": made.SigningKey})
	}
	return nil
}

// mayBeNew checks the command line, and chooses an ID if it has none.
func mayBeNew(o *keyring.NewOptions) error {
	if o.Name == "" || o.Email == "" {
		return usage("identity new needs --name and --email, as colleagues know you")
	}
	if o.Protection.SigningKey && o.SSHKey == "" {
		return usage("--ssh-protect needs the SSH key: --ssh-key FILE")
	}
	if err := checkProtection(o.Protection); err != nil {
		return err
	}
	if o.ID == "" {
		o.ID = team.ProposeID(match.NameParts(o.Name))
	}
	if o.ID == "" {
		return usage("no member ID can be made of %q; give one in plain letters with --id", o.Name)
	}
	return nil
}
