package cli

import (
	"context"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
)

func newPolicyCommand(app *App) *cobra.Command {
	cmd := &cobra.Command{
		Use: "policy", Short: "The agency's rules: deadlines, endorsements, retention", GroupID: "setup",
		Long: `Print the agency's policy, casefile.yaml, as it is in force.

Some fields may be left out. One of them is unlock_minutes in access, from 1 to 60:
how long casefile unlock may keep an identity open; without it, an hour.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return needSubcommand(cmd, args)
			}
			return withBook(cmd.Context(), app, func(b *casebook.Book) error { return runPolicy(cmd.Context(), app, b) })
		},
	}
	cmd.AddCommand(newPolicyCheck(app), newPolicyEdit(app), newPolicySchema(app))
	return cmd
}

func runPolicy(ctx context.Context, app *App, b *casebook.Book) error {
	text, err := b.PolicyText(ctx)
	if err != nil {
		return err
	}
	if app.global.json {
		p := b.Policy()
		return app.document("policy", map[string]any{"version": p.Version, "profile": p.Profile, "review_by": p.ReviewBy, "text": string(text)})
	}
	_, err = app.Out.Write(text)
	return err
}
