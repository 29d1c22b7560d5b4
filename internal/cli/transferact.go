package cli

import (
	"context"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/record"
	"casefile/internal/team"
)

func newTransferAct(app *App, use, short, long string, run func(context.Context, *App, *casebook.Book, record.ID, textOptions) error) *cobra.Command {
	o := &textOptions{}
	cmd := &cobra.Command{
		Use: use, Short: short, Long: long, Args: arguments(1, 1, "CASE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return withCase(cmd.Context(), app, args[0], func(b *casebook.Book, id record.ID) error {
				if err := ready(cmd.Context(), app, b, team.OpTransfer, id); err != nil {
					return err
				}
				return run(cmd.Context(), app, b, id, *o)
			})
		},
	}
	o.flags(cmd)
	return cmd
}
