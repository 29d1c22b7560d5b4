package cli

import (
	"context"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/record"
	"casefile/internal/team"
)

func newTransferAct(app *App, use, short, long string,
	run func(context.Context, *App, *casebook.Book, record.ID, textOptions) error,
) *cobra.Command {
	o := &textOptions{}
	cmd := &cobra.Command{
		Use: use, Short: short, Long: long, Args: arguments(1, 1, "CASE"),
		RunE: inCase(app,
			func(ctx context.Context, b *casebook.Book, id record.ID, _ []string) error {
				if err := ready(ctx, app, b, team.OpTransfer, id); err != nil {
					return err
				}
				return run(ctx, app, b, id, *o)
			}),
	}
	o.flags(cmd)
	return writesCase(app, cmd)
}
