package cli

import (
	"github.com/spf13/cobra"

	"casefile/internal/keyring"
)

func newIdentityPasswd(app *App) *cobra.Command {
	p := &keyring.Protection{}
	cmd := &cobra.Command{
		Use: "passwd", Short: "Change what protects your keys: a new passphrase, an SSH key, an " +
			"age plugin",
		Long: `Change what opens your age identity. The identity stays the same: nobody else has
to do anything. A new passphrase also protects the signing key that casefile identity
new made. For a signing key of your own, use ssh-keygen -p.

The command opens the new files before they replace the old ones. Copies of the old
files, in backups for example, still open as before.`,
		Example: `  # choose a new passphrase
  casefile identity passwd`,
		Args: arguments(0, 0, ""),
		RunE: func(*cobra.Command, []string) error { return runIdentityPasswd(app, *p) },
	}
	protectionFlags(cmd, p, "your signing key")
	return cmd
}

func runIdentityPasswd(app *App, p keyring.Protection) error {
	if err := checkProtection(p); err != nil {
		return err
	}
	done, err := app.keys.Protect(p)
	if err != nil {
		return keysChanged(app, err)
	}
	if app.global.json {
		return app.document("identity-passwd", map[string]any{"opens_with": done.OpensWith,
			"file": done.File})
	}
	app.print("your identity opens with %s", done.OpensWith)
	switch {
	case done.OwnSSHKey:
		app.say("your SSH key keeps its own protection: ssh-keygen -p changes it")
	case done.SigningAsWas:
		app.say("your signing key keeps the passphrase that it has")
	}
	app.say("copies of the old files, in backups say, still open as they did: destroy them if " +
		"that is why you changed it")
	return nil
}
