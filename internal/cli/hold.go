package cli

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/record"
	"casefile/internal/team"
)

func newHoldCommand(app *App) *cobra.Command {
	o := &textOptions{}
	cmd := &cobra.Command{
		Use: "hold CASE[/HOLD]", Short: "Keep a case from disposal, whatever its date",
		Example: `  # keep a case for an inquiry
  casefile hold K3F9-27QM -F hold.md`,
		GroupID: "keep",
		Long: `Keep a case from disposal, whatever its date, until the hold is released: for an
inquiry, a claim, a court, or a request of the subject. A case may have several holds.
Each is released alone. casefile kinds hold shows the fields.

review_on is the day on which the keepers of the records look at the hold again. A hold
is not amended. If it is no longer needed, release it. If it stays, record a decision
with links: {hold: ID}: it says why, and its review_on gives the day of the next look.

CASE/HOLD places a hold again that an entry records and the docket lacks (validate
reports hold-unlisted). Releasing the new hold then releases both.`,
		Args: arguments(1, 1, "CASE[/HOLD]"),
		RunE: inRecords(app, func(ctx context.Context, b *casebook.Book, args []string) error {
			return runHold(ctx, app, b, args[0], *o)
		}),
	}
	o.flags(cmd)
	return writesCase(app, cmd)
}

func runHold(ctx context.Context, app *App, b *casebook.Book, typed string, o textOptions) error {
	ref, err := b.FindCaseOrEntry(ctx, typed)
	if err != nil {
		return err
	}
	w := appended{op: team.OpHold, kind: record.KindHold, id: ref.Case, textOptions: o}
	if ref.Entry != "" {
		again, err := b.ReinstatableHold(ctx, ref)
		if errors.Is(err, casebook.ErrState) {
			return withHint(err, "casefile hold %s puts on another", ref.Case)
		} else if err != nil {
			return err
		}
		w.hold, w.given = again.ID, again.Said()
	}
	return runAppend(ctx, app, b, w)
}
