package cli

import (
	"errors"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/team"
)

func newTeamConfirm(app *App) *cobra.Command {
	return &cobra.Command{Use: "confirm RECOVERY", Short: "Vouch, as a second senior manager, " +
		"for a recovery key",
		Long: `Vouch for a recovery key that another senior manager added, or gave a new card. A
recovery key reads every case, so nobody may bring one in alone. While there are two
senior managers, an unconfirmed recovery key reads nothing and signs nothing.

Ask the keeper of the key whether it is theirs, by another way than the card came.
casefile team show RECOVERY shows the key here; casefile identity shows it where it is
kept. You must have been a senior manager before the key came.

casefile readers CASE grant RECOVERY lets the key into a case from before. casefile
verify names the cases that lack it.`,
		Example: `  # once its keeper has told you that the key is theirs
  casefile team confirm recovery-1`,
		Args: arguments(1, 1, "RECOVERY"),
		RunE: func(cmd *cobra.Command, args []string) error {
			err := changeTeam(cmd.Context(), app, team.Confirms(args[0]), func(team.Team) string {
				return args[0] + "  is confirmed; casefile verify names the earlier cases that " +
					"it lacks"
			})
			if errors.Is(err, casebook.ErrState) && !errors.Is(err, team.ErrNothing) {
				err = withHint(err, "another senior manager, who was one before the key came, "+
					"confirms it; casefile team shows who is one")
			}
			return err
		}}
}
