package cli

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"casefile/internal/team"
)

func newTeamSet(app *App) *cobra.Command {
	o := &memberOptions{}
	cmd := &cobra.Command{Use: "set MEMBER", Short: "Change a member's roles, line manager, name " +
		"or address", Args: arguments(1, 1, "MEMBER"),
		Example: `  # ben becomes a caseworker
  casefile team set ben --roles caseworker --line-manager mina`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return runTeamSet(cmd.Context(), app, *o, args[0])
		}}
	cmd.Flags().StringSliceVar(&o.roles, "roles", nil, "all roles that the member has from now on")
	cmd.Flags().StringVar(&o.lineManager, "line-manager", "", "the `member` who manages them")
	cmd.Flags().StringVar(&o.name, "name", "", "their `name`")
	cmd.Flags().StringVar(&o.email, "email", "", "their `address`")
	return cmd
}

func runTeamSet(ctx context.Context, app *App, o memberOptions, id string) error {
	change := team.OfMember(id, func(m *team.Member, _ time.Time) error {
		set := team.Settings{LineManager: o.lineManager, Name: o.name, Email: o.email}
		if len(o.roles) > 0 {
			var err error
			if set.Roles, err = rolesNamed(o.roles); err != nil {
				return err
			}
		}
		m.Set(set)
		return nil
	})
	return changeTeam(ctx, app, change, func(t team.Team) string {
		m, _ := t.Member(id)
		return fmt.Sprintf("%s  is %s", id, roleWords(m.Roles))
	})
}
