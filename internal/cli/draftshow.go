package cli

import (
	"context"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
)

func newDraftShow(app *App) *cobra.Command {
	return &cobra.Command{
		Use: "show DRAFT", Short: "Print a draft's text", Args: arguments(1, 1, "DRAFT"),
		RunE: inRecords(app, func(_ context.Context, b *casebook.Book, args []string) error {
			return runDraftShow(app, b, args[0])
		}),
	}
}

func runDraftShow(app *App, b *casebook.Book, typed string) error {
	d, err := b.OpenDraft(typed)
	if err != nil {
		return err
	}
	if app.global.json {
		return app.document("draft-show", map[string]any{"id": string(d.ID), "command": d.Act.String(),
			"text": string(d.Text)})
	}
	if d.Act.TakesDraft() {
		app.say("take it up with: %s --draft %s", d.Act, d.ID)
	} else if d.Why != "" {
		app.say("note: no command is known that takes it up: %s", d.Why)
	}
	app.print("%s", string(d.Text))
	return nil
}
