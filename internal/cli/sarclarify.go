package cli

import (
	"github.com/spf13/cobra"

	"casefile/internal/record"
)

func newSarClarify(app *App) *cobra.Command {
	cmd := sarStepCommand(app, "clarify CASE",
		"Record what was asked back and, once it came, the answer",
		onDay(sarEntry{kind: record.KindAccessClarification, verb: "clarify"}, "asked_on"))
	cmd.Example = `  # what you asked back
  casefile sar clarify K3F9-27QM -F clarification.md`
	return cmd
}
