package cli

import (
	"context"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/policy"
)

func newPolicyCommand(app *App) *cobra.Command {
	cmd := &cobra.Command{
		Use: "policy", Short: "The agency's rules: deadlines, endorsements, retention",
		Example: `  # print the policy into a file, to change it there
  casefile policy > casefile.yaml
  # take the changed policy
  casefile policy edit -F casefile.yaml`,
		GroupID: "setup",
		Long: `Print the agency's policy, casefile.yaml, as it is in force.

approved and review_by are ~ until somebody has approved the policy: the start page
says so. Each rule of retention names its length and its source.

These fields may be left out:

  access: {unlock_minutes: 20}   how long casefile unlock may keep an identity open,
                                 from 1 to 60 minutes; without it an hour
  no_rule_needed                 the statuses that you decided need no rule of retention
  pension_age                    replaces the program's table of normal pension age:
                                 a list of rows, lowest first, such as
                                 {born_from: 1978-04-06, years: 68} or
                                 {born_from: 1977-04-06, reached_on: 2044-05-06}
  search: {arguments: allow}     lets casefile search take its words from the command
                                 line, which shells keep; refuse is the default`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return needSubcommand(cmd, args)
			}
			return withBook(cmd.Context(), app, func(b *casebook.Book) error {
				return runPolicy(cmd.Context(), app, b)
			})
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
		return app.document("policy",
			map[string]any{"version": p.Version, "profile": p.Profile,
				"approved": orNotYet(p.Approved), "review_by": orNil(p.ReviewBy.String()),
				"text": string(text)})
	}
	_, err = app.Out.Write(text)
	return err
}

// orNotYet returns an approval, or nil if nobody gave one.
func orNotYet(a policy.Approval) any {
	if a.None() {
		return nil
	}
	return map[string]any{"by": a.By, "on": a.On}
}
