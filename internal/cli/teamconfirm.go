package cli

import (
	"errors"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/team"
)

func newTeamConfirm(app *App) *cobra.Command {
	return &cobra.Command{Use: "confirm RECOVERY", Short: "Vouch, as a second senior, for a " +
		"recovery key that another added",
		Long: `Vouch for a recovery key that another senior added, or gave a new card. A recovery
key reads every case, so that nobody brings one in alone: while there are two seniors,
one that is not confirmed reads nothing and signs nothing. Ask the one who keeps it,
by another way than the card came, whether this is their key: casefile team show
RECOVERY has it here, casefile identity where it is kept. Whoever confirms must have been a
senior before the key came.

Cases that were there before are given to it by casefile readers CASE grant RECOVERY;
casefile verify names those that lack it.`,
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
