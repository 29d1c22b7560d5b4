package cli

import (
	"github.com/spf13/cobra"

	"casefile/internal/casebook"
)

func newDraftCommand(app *App) *cobra.Command {
	var guard bool
	cmd := &cobra.Command{
		Use: "draft", Short: "Texts that could not be recorded, kept encrypted in this copy", GroupID: "daily",
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case len(args) > 0:
				return needSubcommand(cmd, args)
			case guard:
				return runDraftGuard(app)
			}
			return withBook(cmd.Context(), app, func(b *casebook.Book) error { return listDrafts(app, b) })
		},
	}
	cmd.Flags().BoolVar(&guard, "guard", false, "") // this is the guard's process
	cmd.Flags().MarkHidden("guard")
	cmd.AddCommand(newDraftShow(app), newDraftResume(app), newDraftDiscard(app))
	return cmd
}

func listDrafts(app *App, b *casebook.Book) error {
	list, err := b.Drafts()
	if err != nil {
		return err
	}
	if app.global.json {
		out := []map[string]any{}
		for _, d := range list {
			out = append(out, map[string]any{"id": string(d.ID), "saved": d.Saved.UTC()})
		}
		return app.document("draft", map[string]any{"drafts": out})
	}
	for _, d := range list {
		app.print("%s  kept %s", d.ID, d.Saved.In(b.Policy().Zone()).Format("2 Jan 2006 15:04"))
	}
	if len(list) == 0 {
		app.say("no drafts")
	}
	return nil
}
