package cli

import (
	"github.com/spf13/cobra"
)

func newRetentionCommand(app *App) *cobra.Command {
	cmd := &cobra.Command{
		Use: "retention", Short: "How long cases are kept: what is due, why, and proof of erasure",
		GroupID: "keep",
		Example: `  # what is due for disposal
  casefile retention check
  # why a case is kept
  casefile retention explain K3F9-27QM`,
		RunE: func(cmd *cobra.Command, args []string) error { return needSubcommand(cmd, args) },
	}
	cmd.AddCommand(newRetentionCheck(app), newRetentionExplain(app), newRetentionProof(app))
	return cmd
}

// needSubcommand refuses a group of commands without a subcommand.
func needSubcommand(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return withHint(usage("%s has no command %q", cmd.CommandPath(), args[0]), "%s --help",
			cmd.CommandPath())
	}
	return cmd.Help()
}
