package cli

import (
	"context"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/policy"
	"casefile/internal/team"
)

func newPolicyEdit(app *App) *cobra.Command {
	o := &textOptions{}
	cmd := &cobra.Command{Use: "edit", Short: "Change the policy, in a commit of its own",
		Example: `  # take the policy from a file
  casefile policy edit -F casefile.yaml`,
		Args: arguments(0, 0, ""),
		Long: "Change the policy in your editor, or take it from a file with -F or from a pipe. " +
			`The
program counts the version. Only a senior manager may change the policy.`,
		RunE: inRecords(app, func(ctx context.Context, b *casebook.Book, _ []string) error {
			return runPolicyEdit(ctx, app, b, *o)
		})}
	cmd.Flags().StringVarP(&o.file, "file", "F", "", "take the policy from a `file`; - is stdin, "+
		"as is a pipe without it")
	cmd.Flags().StringVar(&o.draft, "draft", "", "take a kept draft up again, by its `ID`")
	return cmd
}

func runPolicyEdit(ctx context.Context, app *App, b *casebook.Book, o textOptions) error {
	if err := ready(ctx, app, b, team.OpPolicy, ""); err != nil {
		return err
	}
	r := request{textOptions: o, act: casebook.Act{Do: "policy edit"}, name: "casefile.yaml",
		template: func() ([]byte, error) { return b.PolicyText(ctx) }}
	done, err := recordTyped(ctx, app, b, r, func(text []byte) (*casebook.Done, error) {
		text = policy.Typed(text)
		done, err := b.SetPolicy(ctx, casebook.PolicyChange{Text: append([]byte{}, text...)})
		return done, shownFindings(app, err) // an empty text is an error too
	})
	if err != nil {
		return err
	}
	return sayPolicy(app, b, "policy-edit", done)
}

// sayPolicy says which version of the policy is in force.
func sayPolicy(app *App, b *casebook.Book, command string, done *casebook.Done) error {
	p := b.Policy()
	if app.global.json {
		return app.document(command, map[string]any{"commit": done.Commit, "version": p.Version,
			"retention_version": p.RetentionVersion})
	}
	app.print("policy version %d is in force", p.Version)
	if p.RetentionVersion == p.Version {
		app.say("note: how long cases are kept has changed; casefile retain --all computes the " +
			"dates " +
			"of closed cases again")
	}
	return nil
}
