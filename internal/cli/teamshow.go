package cli

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/team"
)

func newTeamShow(app *App) *cobra.Command {
	return &cobra.Command{Use: "show MEMBER", Short: "Show one member",
		Example: `  # roles, line manager and keys of one member
  casefile team show asha`,
		Args: arguments(1, 1, "MEMBER"),
		RunE: inRecords(app, func(ctx context.Context, b *casebook.Book, args []string) error {
			m, ok := b.Team().Member(args[0])
			if !ok {
				return withHint(notFound("no member %q", args[0]),
					"casefile team lists the members")
			}
			if err := printTeam(app, []team.Member{m}, b.Today().String()); err != nil {
				return err
			}
			return printKeys(app, m)
		})}
}

// printKeys shows a member's fingerprints, so that two people can compare them on the telephone.
// casefile identity shows the same of one's own keys.
func printKeys(app *App, m team.Member) error {
	if app.global.json {
		return nil
	}
	app.print("    recipient  %s", shortRecipient(m.Recipient))
	for _, k := range m.Keys {
		ended := ""
		if !k.To.IsZero() {
			ended = ", ended " + k.To.Format(time.DateOnly)
		}
		app.print("    signs      %s%s", fingerprint(k.Key), ended)
	}
	return nil
}

// shortRecipient returns the part of a recipient that people compare.
func shortRecipient(recipient string) string {
	return recipient[:min(len(recipient), 40)] + "…"
}
