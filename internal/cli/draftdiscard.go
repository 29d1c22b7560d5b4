package cli

import (
	"context"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
)

func newDraftDiscard(app *App) *cobra.Command {
	return &cobra.Command{
		Use: "discard DRAFT", Short: "Remove a draft for good", Args: arguments(1, 1, "DRAFT"),
		Example: `  # remove a draft for good
  casefile draft discard 7HND-2KQ4`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return runDraftDiscard(cmd.Context(), app, args[0])
		},
	}
}

func runDraftDiscard(ctx context.Context, app *App, typed string) error {
	opened := false
	err := withBook(ctx, app, func(b *casebook.Book) error {
		_, unknown := b.Me()
		opened = unknown == nil
		return b.DropDraft(typed)
	})
	if err == nil || opened || ctx.Err() != nil {
		return err
	}
	if d, found := elsewhereNamed(ctx, app, typed); found && d.Where != casebook.InOutbox {
		return casebook.DropBeside(d)
	}
	return err
}
