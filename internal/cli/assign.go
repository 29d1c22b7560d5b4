package cli

import (
	"context"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/record"
)

func newAssignCommand(app *App) *cobra.Command {
	return writesCaseWith(app, &cobra.Command{
		Use: "assign CASE MEMBER", Short: "Make somebody the key worker of a case",
		GroupID: "manage",
		Example: `  # make asha the key worker
  casefile assign K3F9-27QM asha`,
		Args: arguments(2, 2, "CASE MEMBER"),
		RunE: inCase(app,
			func(ctx context.Context, b *casebook.Book, id record.ID, args []string) error {
				return runHandover(ctx, app, b, id,
					handoverRequest{HandoverPlan: casebook.HandoverPlan{To: args[1]}})
			}),
	})
}
