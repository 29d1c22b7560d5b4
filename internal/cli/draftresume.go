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
		if err != nil {
			return err
		}
		words, err = resumed(app, d)
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

// resumed is the command line that takes a draft up. What the draft says is data, which could
// be another's: an operation, IDs and flags. It is shown; it confirms nothing, and names
// neither records nor identity.
func resumed(app *App, d casebook.Draft) ([]string, error) {
	words := append(strings.Fields(d.Command), "--draft", d.ID.String())
	for i, word := range words {
		name, _, _ := strings.Cut(strings.TrimLeft(word, "-"), "=")
		if i == 0 && word != "casefile" ||
			strings.HasPrefix(word, "-") && (name == "confirm" || ofEveryCommand(app, name)) ||
			strings.HasPrefix(word, "-") && !strings.HasPrefix(word, "--") {
			return nil, withHint(usage("the draft %s can't be taken up by itself: it came from %q",
				d.ID, d.Command), "casefile draft show %s prints it", d.ID)
		}
	}
	app.say("this does: %s", strings.Join(words, " "))
	return words, nil
}

func ofEveryCommand(app *App, flag string) bool {
	return app.root.PersistentFlags().Lookup(flag) != nil
}

// globalArgs repeats the global flags of this run for the command resumed.
func globalArgs(app *App) []string {
	args := []string{"-C", directory(app)}
	if app.global.json {
		args = append(args, "--json")
	}
	if app.global.noInput {
		args = append(args, "--no-input")
	}
	if app.global.identity != "" {
		args = append(args, "--identity", app.global.identity)
	}
	return args
}
