package cli

import (
	"github.com/spf13/cobra"

	"casefile/internal/keyring"
	"casefile/internal/store"
	"casefile/internal/team"
)

func newIdentityCard(app *App) *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use: "card", Short: "Print your signed card, which a senior manager adds to the team",
		Example: `  # write your card for a senior manager
  casefile identity card -o asha.card`,
		Args: arguments(0, 0, ""),
		RunE: func(*cobra.Command, []string) error { return runIdentityCard(app, out) },
	}
	cmd.Flags().StringVarP(&out, "output", "o", "", "write it to a `file`")
	return cmd
}

func runIdentityCard(app *App, out string) error {
	if err := ownFolder(app); err != nil {
		return err
	}
	card, err := app.keys.Card()
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
	return store.WriteFile(out, 0o600, store.Content(card))
}

// readCard reads a card and checks that its own key signed it.
func readCard(app *App, file string) (team.Card, error) {
	data, err := readText(app, file, aSetting)
	if err != nil {
		return team.Card{}, err
	}
	return keyring.ReadCard(file, data)
}
