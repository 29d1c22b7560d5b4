package cli

import (
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"casefile/internal/cases"
	"casefile/internal/policy"
	"casefile/internal/record"
	"casefile/internal/verify"
)

func newRulesCommand(app *App) *cobra.Command {
	return &cobra.Command{
		Use: "rules [RULE]", Short: "The rules that findings name, with their sources",
		Example: `  # all rules
  casefile rules
  # one rule, as a finding names it
  casefile rules opinion-in-facts`,
		GroupID: "setup",
		Args:    arguments(0, 1, "[RULE]"),
		RunE:    func(_ *cobra.Command, args []string) error { return runRules(app, args) },
	}
}

func runRules(app *App, args []string) error {
	all := slices.Concat(record.Rules(), cases.Rules(), policy.Rules(), verify.FindingRules())
	list := []record.Rule{}
	for _, r := range all {
		if len(args) == 0 || r.Name == args[0] {
			list = append(list, r)
		}
	}
	if len(list) == 0 {
		return withHint(notFound("there is no rule %q", args[0]), "casefile rules lists them")
	}
	if app.global.json {
		return app.document("rules", map[string]any{"rules": list})
	}
	for _, r := range list {
		source := ""
		if r.Source != "" {
			source = fmt.Sprintf(" (%s)", r.Source)
		}
		app.print("%-32s %-8s %s%s", r.Name, r.Severity, r.About, source)
	}
	return nil
}
