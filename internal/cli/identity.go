package cli

import (
	"time"

	"github.com/spf13/cobra"
)

func newIdentityCommand(app *App) *cobra.Command {
	cmd := &cobra.Command{
		Use: "identity", Short: "Your own keys: make them, show them, hand out your card",
		Example: `  # what your identity is, and where it lies
  casefile identity`,
		GroupID: "setup",
		Long: `Your keys lie outside every repository: an age identity, which opens what you may
read, and an SSH key, which signs what you record. One passphrase protects both. An SSH
key or an age plugin can protect the identity instead.

If you have no keys yet, the answer names the folder where they belong. A backup of
your keys goes to that folder too.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return needSubcommand(cmd, args)
			}
			return runIdentity(app)
		},
	}
	cmd.AddCommand(newIdentityNew(app), newIdentityCard(app), newIdentityPasswd(app),
		newIdentityRotate(app))
	return cmd
}

func runIdentity(app *App) error {
	if err := ownFolder(app); err != nil {
		return err
	}
	shown, err := app.keys.Show()
	if err != nil {
		return err
	}
	c, unlocked := shown.Config, ""
	if !shown.Until.IsZero() {
		unlocked = shown.Until.UTC().Format(time.RFC3339)
	}
	if app.global.json {
		return app.document("identity", map[string]any{"id": c.ID, "name": c.Name, "email": c.Email,
			"recipient": c.Recipient, "signing_key": shown.SigningKey, "file": shown.File,
			"opens_with": orNil(shown.OpensWith), "unlocked_until": orNil(unlocked)})
	}
	app.print("%s  %s <%s>\nidentity   %s\nrecipient  %s\nsigns with %s\n           %s", c.ID,
		c.Name,
		c.Email, shown.File, shortRecipient(c.Recipient), shown.SigningKey,
		fingerprint(shown.SigningKey))
	if shown.OpensWith != "" {
		app.print("opens with %s", shown.OpensWith)
	}
	if unlocked != "" {
		app.print("unlocked until %s; casefile lock ends it", unlocked)
	}
	return nil
}
