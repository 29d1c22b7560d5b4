package cli

import (
	"context"

	"github.com/spf13/cobra"

	"casefile/internal/access"
	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/record"
)

func newSarExtend(app *App) *cobra.Command {
	return sarStepCommand(app, "extend CASE",
		"Record that the person was told of a longer time", runSarExtend)
}

func runSarExtend(
	ctx context.Context, app *App, b *casebook.Book, id record.ID, o sarOptions,
) error {
	return sarStep(ctx, app, b, id, o, func(_ *cases.Case, r *cases.Access) (sarEntry, error) {
		return sarEntry{kind: record.KindAccessExtension, verb: "extend",
			known: access.About(r, [2]string{"notified_on", b.Today().String()})}, nil
	})
}
