package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
)

func newDraftResume(app *App) *cobra.Command {
	editor := false
	cmd := &cobra.Command{
		Use: "resume DRAFT", Short: "Take a draft up again, in the editor or by its questions",
		Long: `Take a draft up again in the editor. A draft that came from questions goes on at the
question where it stopped; --editor opens it in the editor instead. Without a terminal,
or with --no-input, the draft is recorded as it was kept.

The command first shows what the draft will do. If that is more than to record your
words, the command asks you: to endorse, to close or to hand over, for example. Without
a terminal it is refused.`,
		Example: `  # go on with a draft
  casefile draft resume 7HND-2KQ4`,
		Args: arguments(1, 1, "DRAFT"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runDraftResume(cmd.Context(), app, args[0], editor)
		},
	}
	cmd.Flags().BoolVar(&editor, "editor", false,
		"open it in the editor, even if it came from questions")
	return cmd
}

// runDraftResume does the act that a draft keeps.
func runDraftResume(ctx context.Context, app *App, typed string, editor bool) error {
	var d casebook.Draft
	err := withBook(ctx, app, func(b *casebook.Book) (err error) {
		d, err = b.OpenDraft(typed)
		return err
	})
	if err == nil {
		err = mayResume(app, d)
	} else if kept, found := elsewhereNamed(ctx, app, typed); found && d.ID == "" {
		err = withHint(err, "without the records casefile draft show %s hands the text out, "+
			"-o FILE to a file", kept.ID)
	}
	if err != nil {
		return err
	}
	args := append(globalArgs(app), resumed(d)...)
	again := rootCommand(app, args)
	addAgencyKind(ctx, app, again, args)
	came, _, err := again.Find(args)
	if err != nil || came.Flags().Lookup("draft") == nil {
		return cantResume(d, "there is no such command")
	}
	if editor && came.Flags().Lookup("editor") != nil {
		args = append(args, "--editor")
	}
	again.SetArgs(args)
	app.given.resumed = true
	return again.ExecuteContext(ctx)
}

// resumed returns the arguments of the command that takes up a draft.
func resumed(d casebook.Draft) []string {
	return append(d.Act.Words(), "--draft", string(d.ID))
}

// mayResume shows the command of a draft. Anybody may have sealed the draft, so it gives nobody
// authority: an act that gives rights, takes them or ends something needs a yes.
func mayResume(app *App, d casebook.Draft) error {
	if err := d.Act.Check(); err != nil || !d.Act.TakesDraft() {
		return cantResume(d, d.Why)
	}
	command := d.Act.String() + " --draft " + d.ID.String()
	if lacks := d.Act.Lacks(); lacks != "" {
		return withHint(usage("the draft %s needs what no draft keeps: %s", d.ID, lacks),
			"%s takes the text from the draft, which is gone once that is recorded", command)
	}
	app.say("this does: %s", command)
	if !d.Act.Authority() {
		return nil
	}
	if !app.CanAsk() || app.global.noInput || app.global.json {
		return withHint(usage("nobody is here to confirm it"),
			"at a terminal, casefile draft resume %s asks; or run the command itself", d.ID)
	}
	yes, err := app.Confirm("Is that what you mean to do?")
	if err == nil && !yes {
		err = fmt.Errorf("%w: the draft %s stays", errNothing, d.ID)
	}
	return err
}

func cantResume(d casebook.Draft, why string) error {
	said := ""
	if why != "" {
		said = ": " + why
	}
	return withHint(usage("the draft %s can't be taken up by itself%s", d.ID, said),
		"casefile draft show %s prints it", d.ID)
}

// globalArgs returns this run's global flags for the resumed command.
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
