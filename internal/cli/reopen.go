package cli

import (
	"github.com/spf13/cobra"

	"casefile/internal/record"
	"casefile/internal/team"
)

func newReopenCommand(app *App) *cobra.Command {
	return newAppendCommand(app, "reopen CASE", "Open a closed case again", team.OpReopen,
		record.KindReopening, "manage")
}
