package cli

import (
	"github.com/spf13/cobra"

	"casefile/internal/record"
)

func newSarExtend(app *App) *cobra.Command {
	return sarStepCommand(app, "extend CASE", "Record that the person was told of a longer time",
		onDay(sarEntry{kind: record.KindAccessExtension, verb: "extend"}, "notified_on"))
}
