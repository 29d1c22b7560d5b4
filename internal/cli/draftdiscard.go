package cli

import (
	"context"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
)

func newDraftDiscard(app *App) *cobra.Command {
	return &cobra.Command{
		Use: "discard DRAFT", Short: "Remove a draft for good", Args: arguments(1, 1, "DRAFT"),
		RunE: inRecords(app, func(_ context.Context, b *casebook.Book, args []string) error {
			return b.DropDraft(args[0])
		}),
	}
}
