package cli

import (
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/record"
	"casefile/internal/team"
)

type memberOptions struct {
	id, name, email, lineManager string
	roles                        []string
}

func newTeamCommand(app *App) *cobra.Command {
	cmd := &cobra.Command{
		Use: "team", Short: "Who belongs to the team, and with which roles", GroupID: "setup",
		Example: `  # the members, with their roles
  casefile team`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return needSubcommand(cmd, args)
			}
			return withBook(cmd.Context(), app, func(b *casebook.Book) error {
				return printTeam(app, b.Team().Members, b.Today().String())
			})
		},
	}
	cmd.AddCommand(newTeamShow(app), newTeamAdd(app), newTeamSet(app), newTeamUpdate(app),
		newTeamConfirm(app), newTeamLeave(app))
	return cmd
}

func printTeam(app *App, members []team.Member, today string) error {
	if app.global.json {
		list := []map[string]any{}
		for _, m := range members {
			list = append(list,
				map[string]any{"id": m.ID, "name": m.Name, "email": m.Email, "roles": m.Roles,
					"line_manager": orNil(m.LineManager), "covered_by": orNil(m.CoveredBy),
					"covered_until": orNil(m.CoveredUntil),
					"active":        m.Active(), "since": m.Since,
					"confirmed": orNoTime(m.Confirmed),
					"keys":      len(m.Keys), "recipient": m.Recipient})
		}
		return app.document("team", map[string]any{"members": list})
	}
	for _, m := range members {
		standing := ""
		if m.LineManager != "" {
			standing = "line manager " + m.LineManager
		}
		if by := m.Cover(today); by != "" {
			standing = strings.TrimPrefix(standing+", covered by "+by+" to "+m.CoveredUntil, ", ")
		}
		if m.Has(team.Recovery) && m.Confirmed.IsZero() {
			standing = "not confirmed"
		}
		if !m.Active() {
			standing = "left " + m.Left.Format(time.DateOnly)
		}
		app.print("%s", strings.TrimRight(fmt.Sprintf("%-12s %-24s %-28s %s", m.ID, m.Name,
			roleWords(m.Roles), standing), " "))
	}
	return nil
}

func roleWords(roles []team.Role) string {
	words := make([]string, len(roles))
	for i, r := range roles {
		words[i] = string(r)
	}
	return record.Enumerated(words)
}
