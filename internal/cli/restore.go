package cli

import (
	"github.com/spf13/cobra"
)

func newRestoreCommand(app *App) *cobra.Command {
	cmd := &cobra.Command{
		Use: "restore", GroupID: "setup",
		Short: "Get back what was lost: a server, a copy, a laptop",
		Long: `Get the records back after a loss. These commands delete nothing.

  casefile restore server FOLDER   the server is gone, or came back older: run this in
                                   the copy that synced last, or in a backup (-C)
  casefile restore copy            this copy is damaged: run it there
  casefile restore laptop URL DIR  the laptop is lost: run it on the new one, with the
                                   backup of your identity`,
		Example: `  # the laptop is lost: begin again on the new one
  casefile restore laptop ssh://records.example/agency.git records --trust INTRO@TIP`,
		Args: arguments(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newRestoreServer(app), newRestoreCopy(app),
		newRestoreLaptop(app))
	return cmd
}
