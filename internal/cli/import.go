package cli

import (
	"github.com/spf13/cobra"
)

func newImportCommand(app *App) *cobra.Command {
	cmd := &cobra.Command{
		Use: "import", Short: "Take in what was recorded elsewhere: a table, or an export",
		GroupID: "keep",
		RunE:    needSubcommand,
	}
	cmd.AddCommand(newImportCSVCommand(app), newImportExportCommand(app))
	return cmd
}

type importOptions struct {
	columns                                        []string
	mapFile, kind, agency, format, zone, delimiter string
	dryRun, again                                  bool
}
