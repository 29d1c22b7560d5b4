package cli

import (
	"context"
	"slices"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/policy"
	"casefile/internal/record"
	"casefile/internal/verify"
)

func newPolicyCheck(app *App) *cobra.Command {
	return &cobra.Command{Use: "check [FILE]", Short: "Check the policy in force, or a file that " +
		"may become the policy",
		Long: `Check the policy in force, or a file that may become the policy.

The check of the policy in force also looks at every case that you can read. It reports
each status that was held, that no rule of retention catches, and that no_rule_needed
does not list. The finding says how many cases held the status, and names some of them.
A file is checked as a text alone.`,
		Example: `  # the policy in force
  casefile policy check
  # a file, before it is taken
  casefile policy check casefile.yaml`,
		Args: arguments(0, 1, "[FILE]"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runPolicyCheck(cmd.Context(), app, args)
		}}
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
		p, findings := policy.Parse(policy.Typed(text), args[0])
		if p != nil {
			findings = append(findings, p.Review(p.Today(now), args[0])...)
		}
		app.say("note: %s", noCaseLookedAt)
		return answerFindings(app, validateOptions{}, findings, nil)
	}
	return withBook(ctx, app, func(b *casebook.Book) error {
		text, err := b.PolicyText(ctx)
		if err != nil {
			return err
		}
		_, findings := policy.Parse(text, verify.PolicyPath)
		p := b.Policy()
		findings = append(findings, p.Review(p.Today(b.Now()), verify.PolicyPath)...)
		found, err := statusesWithoutRule(ctx, app, b)
		return answerFindings(app, validateOptions{}, append(findings, found...), err)
	})
}

const noCaseLookedAt = "no case was looked at, and statuses that no rule of retention catches " +
	"are not told"

// statusesWithoutRule looks through the readable cases for statuses without a rule of retention. It
// says how many cases were left out.
func statusesWithoutRule(ctx context.Context, app *App, b *casebook.Book) (record.Findings, error) {
	if whoLooks(app, b) == "" {
		app.say("note: %s", noCaseLookedAt)
		return nil, nil
	}
	held := cases.WithoutRule{}
	unread, err := b.EachCase(ctx, nil, func(c *cases.Case) error {
		held.Add(c)
		return nil
	})
	unread = slices.DeleteFunc(unread, b.LeavesOut)
	switch {
	case noIdentityNow(err):
		app.say("note: %s", noCaseLookedAt)
		return nil, nil
	case len(unread) > 0:
		app.say("note: not looked at, as your key does not open: %s",
			record.Counted(len(unread), "case"))
	}
	return held.Findings(verify.PolicyPath), err
}
