package cli

import (
	"github.com/spf13/cobra"

	"casefile/internal/report"
)

func newPlanCommand(app *App) *cobra.Command {
	o := &reportOptions{}
	cmd := &cobra.Command{
		Use: "plan CASE", GroupID: "look", Args: arguments(1, 1, "CASE"),
		Short: "The plan of a case: from referral through interventions to outcome",
		Example: `  # on the screen
  casefile plan K3F9-27QM
  # in a page that prints well
  casefile plan K3F9-27QM -o plan.html`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return runReport(cmd.Context(), app, *o, "plan", args[0], report.Text)
		},
	}
	o.flags(cmd)
	return readsCase(app, cmd)
}
