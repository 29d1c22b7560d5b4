package cli

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"casefile/internal/team"
)

func newTeamAdd(app *App) *cobra.Command {
	o := &memberOptions{}
	cmd := &cobra.Command{Use: "add CARD", Short: "Add a person by their card",
		Example: `  # a caseworker, whom mina manages
  casefile team add asha.card --roles caseworker --line-manager mina`,
		Args: arguments(1, 1, "CARD"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runTeamAdd(cmd.Context(), app, *o, args[0])
		}}
	cmd.Flags().StringSliceVar(&o.roles, "roles", nil, "contributor, caseworker, lead, manager, "+
		"senior, records, auditor, service, recovery")
	cmd.Flags().StringVar(&o.lineManager, "line-manager", "", "the `member` who manages them")
	cmd.Flags().StringVar(&o.id, "id", "", "another member `ID` than the card's")
	return cmd
}

func runTeamAdd(ctx context.Context, app *App, o memberOptions, file string) error {
	roles, err := rolesNamed(o.roles)
	if err != nil {
		return err
	}
	card, err := readCard(app, file)
	if err != nil {
		return err
	}
	joining := team.Joiner{Card: card, ID: o.id, Roles: roles, LineManager: o.lineManager}
	id := ""
	change := func(t team.Team, at time.Time) (team.Team, error) {
		id = joining.IDIn(t)
		return joining.Joins(t, at)
	}
	return changeTeam(ctx, app, change, func(t team.Team) string {
		said := fmt.Sprintf("%s  joined as %s", id, roleWords(roles))
		if m, _ := t.Member(id); m.Has(team.Recovery) {
			said += "; it counts once a second senior confirms it: casefile team confirm " + id
			if t.Counts(m) {
				said += " (there is none yet, so that it counts now)"
			}
		}
		return said
	})
}
