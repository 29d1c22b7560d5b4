package cli

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"casefile/internal/team"
)

func newTeamSet(app *App) *cobra.Command {
	o := &memberOptions{}
	cmd := &cobra.Command{Use: "set MEMBER", Short: "Change a member's roles, line manager, name or address", Args: arguments(1, 1, "MEMBER"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return changeMember(cmd.Context(), app, args[0], func(m *team.Member, _ time.Time) (string, error) {
				return setMember(m, *o)
			})
		}}
	cmd.Flags().StringSliceVar(&o.roles, "roles", nil, "all roles that they have from now on")
	cmd.Flags().StringVar(&o.lineManager, "line-manager", "", "the `member` who manages them")
	cmd.Flags().StringVar(&o.name, "name", "", "their `name`")
	cmd.Flags().StringVar(&o.email, "email", "", "their `address`")
	return cmd
}

func setMember(m *team.Member, o memberOptions) (string, error) {
	if len(o.roles) > 0 {
		roles, err := parseRoles(o.roles)
		if err != nil {
			return "", err
		}
		m.Roles = roles
	}
	for _, set := range []struct {
		to   *string
		from string
	}{{&m.LineManager, o.lineManager}, {&m.Name, o.name}, {&m.Email, o.email}} {
		if set.from != "" {
			*set.to = set.from
		}
	}
	return fmt.Sprintf("%s  is %s", m.ID, roleWords(m.Roles)), nil
}
