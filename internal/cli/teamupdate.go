package cli

import (
	"github.com/spf13/cobra"

	"casefile/internal/team"
)

func newTeamUpdate(app *App) *cobra.Command {
	return &cobra.Command{Use: "update CARD", Short: "Take a member's new card: a new signing key or a new recipient", Args: arguments(1, 1, "CARD"),
		RunE: func(cmd *cobra.Command, args []string) error {
			card, err := readCard(app, args[0])
			if err != nil {
				return err
			}
			return changeTeam(cmd.Context(), app, team.TakesCard(card), func(team.Team) string {
				return card.ID + "  has a new card"
			})
		}}
}
