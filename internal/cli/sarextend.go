package cli

import (
	"github.com/spf13/cobra"

	"casefile/internal/record"
)

func newSarExtend(app *App) *cobra.Command {
	cmd := sarStepCommand(app, "extend CASE", "Record that the person was told of a longer time",
		onDay(sarEntry{kind: record.KindAccessExtension, verb: "extend"}, "notified_on"))
	cmd.Example = `  # the person was told that it takes longer
  casefile sar extend K3F9-27QM -F extension.md`
	return cmd
}
