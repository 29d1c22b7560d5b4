package cli

import (
	"context"

	"github.com/spf13/cobra"

	"casefile/internal/access"
	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/record"
)

func newSarClarify(app *App) *cobra.Command {
	return sarStepCommand(app, "clarify CASE",
		"Record what was asked back and, once it came, the answer", runSarClarify)
}

func runSarClarify(
	ctx context.Context, app *App, b *casebook.Book, id record.ID, o sarOptions,
) error {
	return sarStep(ctx, app, b, id, o, func(_ *cases.Case, r *cases.Access) (sarEntry, error) {
		return sarEntry{kind: record.KindAccessClarification, verb: "clarify",
			known: access.About(r, [2]string{"asked_on", b.Today().String()})}, nil
	})
}
