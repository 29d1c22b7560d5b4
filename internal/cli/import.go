package cli

import (
	"github.com/spf13/cobra"
)

func newImportCommand(app *App) *cobra.Command {
	cmd := &cobra.Command{
		Use: "import", Short: "Take in what was recorded elsewhere: a table, or an export",
		Example: `  # look at a spreadsheet, and record nothing
  casefile import csv K3F9-27QM chronology.csv --dry-run
  # make a case of an export
  casefile import export tobi`,
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
