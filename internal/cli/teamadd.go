package cli

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"casefile/internal/team"
)

func newTeamAdd(app *App) *cobra.Command {
	o := &memberOptions{}
	cmd := &cobra.Command{Use: "add CARD", Short: "Add a person by their card", Args: arguments(1, 1, "CARD"),
		RunE: func(cmd *cobra.Command, args []string) error { return runTeamAdd(cmd.Context(), app, *o, args[0]) }}
	cmd.Flags().StringSliceVar(&o.roles, "roles", nil, "contributor, caseworker, lead, manager, senior, records, auditor, service, recovery")
	cmd.Flags().StringVar(&o.lineManager, "line-manager", "", "the `member` who manages them")
	cmd.Flags().StringVar(&o.id, "id", "", "another member `ID` than the card's")
	return cmd
}

func runTeamAdd(ctx context.Context, app *App, o memberOptions, file string) error {
	roles, err := parseRoles(o.roles)
	if err != nil {
		return err
	}
	card, err := readCard(app, file)
	if err != nil {
		return err
	}
	return changeTeam(ctx, app, func(t team.Team, at time.Time) (team.Team, string, error) {
		id := card.ID
		switch {
		case o.id != "":
			id = o.id
		case slices.Contains(roles, team.Recovery):
			id = t.NextRecoveryID()
		}
		t.Members = append(t.Members, team.Member{ID: id, Name: card.Name, Email: card.Email, Roles: roles,
			Recipient: card.Recipient, LineManager: o.lineManager, Since: at, Keys: []team.Key{{Key: card.Key, From: at}}})
		return t, fmt.Sprintf("%s  joined as %s", id, roleWords(roles)), nil
	})
}
