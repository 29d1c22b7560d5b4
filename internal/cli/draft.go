package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
)

func newDraftCommand(app *App) *cobra.Command {
	cmd := &cobra.Command{
		Use: "draft", Short: "Texts that could not be recorded, kept encrypted in this copy", GroupID: "daily",
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return needSubcommand(cmd, args)
			}
			return withBook(cmd.Context(), app, func(b *casebook.Book) error { return listDrafts(app, b) })
		},
	}
	show := &cobra.Command{Use: "show DRAFT", Short: "Print a draft's text", Args: arguments(1, 1, "DRAFT"),
		RunE: inRecords(app, func(ctx context.Context, b *casebook.Book, args []string) error { return showDraft(app, b, args[0]) })}
	resume := &cobra.Command{Use: "resume DRAFT", Short: "Take a draft up again in the editor", Args: arguments(1, 1, "DRAFT"),
		RunE: func(cmd *cobra.Command, args []string) error { return resumeDraft(cmd.Context(), app, args[0]) }}
	discard := &cobra.Command{Use: "discard DRAFT", Short: "Remove a draft for good", Args: arguments(1, 1, "DRAFT"),
		RunE: inRecords(app, func(ctx context.Context, b *casebook.Book, args []string) error { return b.DropDraft(args[0]) })}
	cmd.AddCommand(show, resume, discard)
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

func showDraft(app *App, b *casebook.Book, typed string) error {
	d, err := b.OpenDraft(typed)
	if err != nil {
		return err
	}
	if app.global.json {
		return app.document("draft-show", map[string]any{"id": string(d.ID), "command": d.Command, "text": string(d.Text)})
	}
	app.say("take it up with: %s --draft %s", d.Command, d.ID)
	app.print("%s", string(d.Text))
	return nil
}

// resumeDraft runs the command that the draft came from.
func resumeDraft(ctx context.Context, app *App, typed string) error {
	var words []string
	err := withBook(ctx, app, func(b *casebook.Book) error {
		d, err := b.OpenDraft(typed)
		words = append(strings.Fields(d.Command), "--draft", string(d.ID))
		return err
	})
	if err != nil {
		return err
	}
	args := append(globalArgs(app), words[1:]...)
	again := rootCommand(app, args)
	addAgencyKind(ctx, app, again, args)
	again.SetArgs(args)
	return again.ExecuteContext(ctx)
}

// globalArgs repeats the global flags of this run for the command resumed.
func globalArgs(app *App) []string {
	args := []string{"-C", directory(app)}
	if app.global.json {
		args = append(args, "--json")
	}
	if app.global.identity != "" {
		args = append(args, "--identity", app.global.identity)
	}
	return args
}
