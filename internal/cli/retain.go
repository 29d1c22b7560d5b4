package cli

import (
	"cmp"
	"context"
	"errors"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/record"
)

func newRetainCommand(app *App) *cobra.Command {
	var all, dryRun bool
	cmd := &cobra.Command{
		Use: "retain CASE... | --all", Short: "Compute again until when closed cases are kept",
		Example: `  # say what would change
  casefile retain --all --dry-run
  # compute the date of one case again
  casefile retain K3F9-27QM`,
		GroupID: "keep",
		Long: `Compute again until when closed cases are kept, from their entries and the policy in
force. Two things make this necessary: a change of policy, and an addition to a closed
case. A case is not disposed of before. Only keepers of the records and senior managers
may bring a date forward. A new date ends a request for disposal.

Cases of one child are kept until the latest of their dates. Name them together: then
they are computed together, and an old date of one does not keep another. Named alone,
a case whose date changes asks you to look at the others.

--all takes every closed case that waits to be computed again, and every one whose date
is older than the last change of how long policy keeps cases. Was the command
interrupted? Give the same command again: it goes on.`,
		Args: arguments(0, -1, "CASE..."),
		RunE: func(cmd *cobra.Command, args []string) error {
			if all == (len(args) > 0) {
				return usage("retain takes cases, or --all")
			}
			return withBook(cmd.Context(), app, func(b *casebook.Book) error {
				return runRetain(cmd.Context(), app, b, args, dryRun)
			})
		},
	}
	cmd.Flags().BoolVar(&all, "all", false, "all closed cases whose date may have changed")
	cmd.Flags().BoolVar(&dryRun, "dry-run", false, "say what would change, and change nothing")
	return asksCase(app, cmd, caseArg{lacks: unlessFlag("all"), confirms: always})
}

func runRetain(ctx context.Context, app *App, b *casebook.Book, typed []string, dryRun bool) error {
	if err := writing(app); err != nil {
		return err
	}
	ids, err := retainable(ctx, b, typed)
	if err != nil {
		return err
	}
	work := bulk{app: app, help: "casefile %s shows the case"}
	var got *casebook.Retained
	err = work.inChunks(ctx, "retain", len(ids), func(tell casebook.Tell) (*casebook.Many, error) {
		var err error
		got, err = b.RecomputeRetention(ctx, ids, dryRun, tell)
		if got == nil {
			return nil, err
		}
		return &got.Many, err
	})
	if got != nil {
		tellRetained(app, got, dryRun)
	}
	if err != nil {
		return err
	}
	hintUnread(work.Skipped)
	if app.global.json {
		fields := work.fields()
		fields["changes"], fields["dry_run"] = retainedRows(got), dryRun
		fields["linked"] = caseNames(got.Linked)
		if err := app.document("retain", fields); err != nil {
			return err
		}
	} else if len(ids) == 0 {
		app.print("no case waits for its date to be computed again")
	}
	return work.ended("computed")
}

// hintUnread adds a command to each case that can't be read whole. The command shows who can read
// it.
func hintUnread(list []casebook.Skipped) {
	for i, s := range list {
		if _, unread := errors.AsType[*casebook.UnreadError](s.Why); unread {
			list[i].Why = withHint(s.Why, "casefile readers %s shows who has had which key", s.Case)
		}
	}
}

// retainable returns the named cases, or all that need a new date.
func retainable(ctx context.Context, b *casebook.Book, typed []string) ([]record.ID, error) {
	var ids []record.ID
	for _, t := range typed {
		id, err := b.FindCase(ctx, t)
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	if len(typed) > 0 {
		return ids, nil
	}
	all, err := b.Dockets(ctx)
	for _, d := range all {
		if cases.WaitsForDate(d, b.Policy()) {
			ids = append(ids, d.Case)
		}
	}
	return ids, err
}

func retainedRows(got *casebook.Retained) []map[string]any {
	out := []map[string]any{}
	for _, d := range got.Dated {
		out = append(out, map[string]any{"case": d.Was.Case.String(),
			"was": orNil(d.Was.RetainUntil.String()), "retain_until": orNil(d.Now.Until.String()),
			"rule": d.Now.Rule, "why": d.Now.Why, "changed": !d.Same,
			"request_ended": !d.Same && d.Was.Status == record.Disposing})
	}
	return out
}

// tellRetained says what became of each date.
func tellRetained(app *App, got *casebook.Retained, dryRun bool) {
	if app.global.json {
		return
	}
	for _, d := range got.Dated {
		id, until := d.Was.Case, cmp.Or(d.Now.Until.String(), "no date")
		switch was := cmp.Or(d.Was.RetainUntil.String(), "no date"); {
		case d.Same:
			app.print("%s  as it was: %s", id, until)
		case was == until:
			app.print("%s  %s, confirmed", id, until)
		default:
			app.print("%s  %s, was %s: %s", id, until, was, d.Now.Why)
		}
		if !d.Same && d.Was.Status == record.Disposing && !dryRun {
			app.say("note: the request for the disposal of %s has ended, as it rested on the date "+
				"before; the case is %s", id, record.Closed)
		}
	}
	sayLinked(app, got.Linked)
}

// sayLinked names the cases of the same child whose dates need a look now.
func sayLinked(app *App, linked []record.ID) {
	if app.global.json {
		return
	}
	for _, id := range linked {
		app.say("note: the date of %s, of the same child, is to be computed again: %s", id,
			cases.Redate(id))
	}
}
