package cli

import (
	"context"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/record"
	"casefile/internal/team"
)

func newSarOpen(app *App) *cobra.Command {
	cmd := sarStepCommand(app, "open CASE", "Record a request, as it came", runSarOpen)
	cmd.Example = `  # record a request, with the text from a file
  casefile sar open K3F9-27QM -F request.md`
	return cmd
}

func runSarOpen(
	ctx context.Context, app *App, b *casebook.Book, id record.ID, o sarOptions,
) error {
	if err := ready(ctx, app, b, team.OpAdd, id); err != nil {
		return err
	}
	return recordSar(ctx, app, b, id, o, sarEntry{kind: record.KindAccessRequest, verb: "open",
		template: filledTemplate(ctx, b, record.KindAccessRequest,
			map[string]string{"received_on": b.Today().String()})})
}
