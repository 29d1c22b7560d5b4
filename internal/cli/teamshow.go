package cli

import (
	"context"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/team"
)

func newTeamShow(app *App) *cobra.Command {
	return &cobra.Command{Use: "show MEMBER", Short: "Show one member", Args: arguments(1, 1, "MEMBER"),
		RunE: inRecords(app, func(ctx context.Context, b *casebook.Book, args []string) error {
			m, ok := b.Team().Member(args[0])
			if !ok {
				return withHint(notFound("no member %q", args[0]), "casefile team lists the members")
			}
			return printTeam(app, []team.Member{m}, b.Today().String())
		})}
}
