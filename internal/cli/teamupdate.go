package cli

import (
	"slices"
	"time"

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
			return changeMember(cmd.Context(), app, card.ID, func(m *team.Member, at time.Time) (string, error) {
				m.Recipient = card.Recipient
				if !slices.ContainsFunc(m.Keys, func(k team.Key) bool { return k.Key == card.Key }) {
					m.Keys = append(slices.Clone(m.Keys), team.Key{Key: card.Key, From: at})
				}
				return m.ID + "  has a new card", nil
			})
		}}
}
