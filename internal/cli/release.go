package cli

import (
	"github.com/spf13/cobra"

	"casefile/internal/record"
	"casefile/internal/team"
)

func newReleaseCommand(app *App) *cobra.Command {
	return newAppendCommand(app, "release CASE", "Lift the hold of a case", team.OpRelease,
		record.KindRelease, "keep")
}
