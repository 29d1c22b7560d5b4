package cli

import (
	"context"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/policy"
	"casefile/internal/verify"
)

func newPolicyCheck(app *App) *cobra.Command {
	return &cobra.Command{Use: "check [FILE]", Short: "Check the policy in force, or a file meant to be one", Args: arguments(0, 1, "[FILE]"),
		RunE: func(cmd *cobra.Command, args []string) error { return runPolicyCheck(cmd.Context(), app, args) }}
}

func runPolicyCheck(ctx context.Context, app *App, args []string) error {
	now, err := app.Now()
	if err != nil {
		return err
	}
	if len(args) == 1 {
		text, err := readText(app, args[0], aSetting)
		if err != nil {
			return err
		}
		p, findings := policy.Parse(text, args[0])
		if p != nil {
			findings = append(findings, p.Review(p.Today(now), args[0])...)
		}
		return answerFindings(app, validateOptions{}, findings, nil)
	}
	return withBook(ctx, app, func(b *casebook.Book) error {
		text, err := b.PolicyText(ctx)
		if err != nil {
			return err
		}
		_, findings := policy.Parse(text, verify.PolicyPath)
		p := b.Policy()
		return answerFindings(app, validateOptions{}, append(findings, p.Review(p.Today(b.Now()), verify.PolicyPath)...), nil)
	})
}
