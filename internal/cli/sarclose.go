package cli

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"casefile/internal/access"
	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/record"
)

func newSarClose(app *App) *cobra.Command {
	o := &sarOptions{}
	cmd := sarVerbCommand(app, "close CASE", "Record that a request ended without a copy", o,
		runSarClose)
	cmd.Example = `  # the person has withdrawn the request
  casefile sar close K3F9-27QM --outcome withdrawn -F withdrawn.md`
	o.flags(cmd)
	cmd.Flags().StringVar(&o.outcome, "outcome", "", "withdrawn, refused or nothing_held")
	return cmd
}

// runSarClose ends a request without a copy.
func runSarClose(ctx context.Context, app *App, b *casebook.Book, id record.ID,
	o sarOptions,
) error {
	if !access.EndsWithoutCopy(o.outcome) {
		return withHint(usage("--outcome is withdrawn, refused or nothing_held"),
			"casefile sar disclose %s hands a copy out", id)
	}
	return sarStep(ctx, app, b, id, o, func(_ *cases.Case, r *cases.Access) (sarEntry, error) {
		return sarEntry{kind: record.KindAccessDisclosure, verb: "close",
			known: access.Closed(b.Today(), r, o.outcome),
			check: func(p *casebook.Prepared) (record.Findings, error) {
				return nil, closing(p.Entry, o.outcome)
			}}, nil
	})
}

// closing refuses a text with another outcome than the command line names.
func closing(e *record.Entry, outcome string) error {
	err := access.CheckClosed(e, outcome)
	switch {
	case errors.Is(err, access.ErrOtherOutcome):
		return usage("the text says outcome: %s, and --outcome %s", e.Str("outcome"), outcome)
	case errors.Is(err, access.ErrNoReason):
		return usage("%v: write it below the fields, or under withheld", err)
	}
	return err
}
