package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
)

func newDraftResume(app *App) *cobra.Command {
	editor := false
	cmd := &cobra.Command{
		Use: "resume DRAFT", Short: "Take a draft up again, in the editor or by its questions",
		Long: `Take a draft up again in the editor. One that came from questions goes on with them,
at the one where it stopped; --editor opens it in the editor all the same.`,
		Args: arguments(1, 1, "DRAFT"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runDraftResume(cmd.Context(), app, args[0], editor)
		},
	}
	cmd.Flags().BoolVar(&editor, "editor", false,
		"open it in the editor, also one that came from questions")
	return cmd
}

// runDraftResume runs the command that the draft came from.
func runDraftResume(ctx context.Context, app *App, typed string, editor bool) error {
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
	if came, _, err := again.Find(args); err == nil && editor && came.Flags().Lookup("editor") != nil {
		args = append(args, "--editor")
	}
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
