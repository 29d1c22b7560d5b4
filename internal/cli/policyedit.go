package cli

import (
	"bytes"
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/team"
	"casefile/internal/term"
)

// policyEdit is the command that a draft of a policy comes from.
const policyEdit = "casefile policy edit"

func newPolicyEdit(app *App) *cobra.Command {
	var file string
	cmd := &cobra.Command{Use: "edit", Short: "Change the policy, in a commit of its own", Args: arguments(0, 0, ""),
		Long: "Change the policy in your editor, or take it from a file with -F or from a pipe. The\nversion is counted on by the program. Only a senior manager may.",
		RunE: inRecords(app, func(ctx context.Context, b *casebook.Book, _ []string) error { return runPolicyEdit(ctx, app, b, file) })}
	cmd.Flags().StringVarP(&file, "file", "F", "", "take the policy from a `file`; - is stdin, as is a pipe without it")
	return cmd
}

func runPolicyEdit(ctx context.Context, app *App, b *casebook.Book, file string) error {
	if err := writing(app); err != nil {
		return err
	}
	if err := ready(ctx, app, b, team.OpPolicy, ""); err != nil {
		return err
	}
	old, err := b.PolicyText(ctx)
	if err != nil {
		return err
	}
	text, err := policyText(ctx, app, b, old, file)
	if err != nil {
		return err
	}
	text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
	change := casebook.PolicyChange{Text: append([]byte{}, text...)} // an empty text is one too
	done, err := b.SetPolicy(ctx, change)
	if err != nil {
		return policyKept(app, b, file, text, shownFindings(app, err))
	}
	app.given.safe = true
	return sayPolicy(app, b, "policy-edit", done)
}

// sayPolicy tells which version of the policy is in force by now.
func sayPolicy(app *App, b *casebook.Book, command string, done *casebook.Done) error {
	version := b.Policy().Version
	if app.global.json {
		return app.document(command, map[string]any{"commit": done.Commit, "version": version})
	}
	app.print("policy version %d is in force", version)
	return nil
}

func policyText(ctx context.Context, app *App, b *casebook.Book, old []byte, file string) ([]byte, error) {
	switch {
	case file != "":
		return readGiven(app, file)
	case !app.InTTY:
		return readPiped(app, giveText)
	case app.global.noInput:
		return nil, usage("there is no policy to take, and --no-input forbids to ask; give it with -F FILE")
	}
	text, err := editing(ctx, app, b, policyEdit, term.Edit{Text: old, Name: "casefile.yaml"})
	if err == nil && bytes.Equal(text, old) {
		err = fmt.Errorf("%w: the policy was left as it was", errNothing)
	}
	return text, err
}

// policyKept keeps what was typed, as a draft, when it can't come in force.
func policyKept(app *App, b *casebook.Book, file string, text []byte, err error) error {
	if file != "" && file != "-" {
		return err
	}
	app.given.safe = true
	id, draftErr := b.KeepDraft(policyEdit, text)
	if draftErr != nil {
		app.say("the text could not be kept as a draft: %v", draftErr)
		return err
	}
	app.say("the text is kept, encrypted, as the draft %s", id)
	return withHint(err, "casefile draft show %s > casefile.yaml, mend it, casefile policy edit -F casefile.yaml", id)
}
