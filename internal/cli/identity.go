package cli

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"casefile/internal/store"
	"casefile/internal/team"
)

type identityOptions struct {
	id, name, email, sshKey string
	protecting
}

func newIdentityCommand(app *App) *cobra.Command {
	cmd := &cobra.Command{
		Use: "identity", Short: "Your own keys: make them, show them, hand out your card", GroupID: "setup",
		Long: `Your own keys lie outside every repository: an age identity that opens what you
may read, and an SSH key that signs what you record. Both are protected by one
passphrase; the identity can be protected by an SSH key or an age plugin instead.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return needSubcommand(cmd, args)
			}
			return runIdentity(app)
		},
	}
	o := &identityOptions{}
	create := &cobra.Command{
		Use: "new", Short: "Make an age identity and, unless --ssh-key names one, a signing key",
		Args: arguments(0, 0, ""),
		RunE: func(*cobra.Command, []string) error { return runIdentityNew(app, *o) },
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
		RunE: func(cmd *cobra.Command, _ []string) error { return runIdentityCard(cmd.Context(), app, out) },
	}
	card.Flags().StringVarP(&out, "output", "o", "", "write it to a `file`")
	cmd.AddCommand(create, card, newIdentityPasswd(app), newIdentityRotate(app))
	return cmd
}

func runIdentity(app *App) error {
	c, err := readConfig(app)
	if err != nil {
		return err
	}
	if c.Recipient == "" {
		return errNoIdentity
	}
	name, data, err := defaultIdentity(app)
	if err != nil && !errors.Is(err, errNoIdentity) {
		return err
	}
	opens, unlocked := opensWith(data, c), unlockedUntil(app, c.Recipient)
	signer, err := app.secrets.signer()
	if err != nil {
		return err
	}
	if app.global.json {
		return app.document("identity", map[string]any{"id": c.ID, "name": c.Name, "email": c.Email,
			"recipient": c.Recipient, "signing_key": signer.PublicKey(), "file": name, "opens_with": orNil(opens), "unlocked_until": orNil(unlocked)})
	}
	app.print("%s  %s <%s>\nidentity   %s\nrecipient  %s…\nsigns with %s", c.ID, c.Name, c.Email, name, c.Recipient[:40], signer.PublicKey())
	if opens != "" {
		app.print("opens with %s", opens)
	}
	if unlocked != "" {
		app.print("unlocked until %s; casefile lock ends it", unlocked)
	}
	return nil
}

func runIdentityCard(_ context.Context, app *App, out string) error {
	card, err := card(app)
	if err != nil {
		return err
	}
	return writeCard(app, card, out)
}

func writeCard(app *App, card []byte, out string) error {
	if out == "" {
		_, err := app.Out.Write(card)
		return err
	}
	return create(out, func(f *os.File) error {
		_, err := f.Write(card)
		return err
	})
}

// card is the signed public part of the person at hand.
func card(app *App) ([]byte, error) {
	c, err := readConfig(app)
	if err != nil {
		return nil, err
	}
	if c.Recipient == "" {
		return nil, errNoIdentity
	}
	signer, err := app.secrets.signer()
	if err != nil {
		return nil, err
	}
	payload := team.Card{ID: c.ID, Name: c.Name, Email: c.Email, Recipient: c.Recipient, Key: signer.PublicKey()}.Encode()
	signature, err := signer.Sign(team.CardNamespace, payload)
	return append(payload, signature...), err
}

// readCard reads a card and checks that its own key has signed it.
func readCard(app *App, file string) (team.Card, error) {
	data, err := readText(app, file)
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
