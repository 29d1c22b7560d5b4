package cli

import (
	"github.com/spf13/cobra"

	"casefile/internal/record"
	"casefile/internal/team"
)

func newHoldCommand(app *App) *cobra.Command {
	return newAppendCommand(app, "hold CASE", "Keep a case from disposal, whatever its date",
		team.OpHold, record.KindHold, "keep")
}
