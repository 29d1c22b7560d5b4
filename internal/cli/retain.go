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
		Use: "retain CASE... | --all", Short: "Compute anew until when closed cases are kept", GroupID: "keep",
		Long: `Compute anew until when closed cases are kept: from what they hold by now, and
under the policy in force. It is asked for after a change of policy, and where
something was added to a closed case, which is not disposed of until then. Each
case whose date changes or is confirmed has a commit of its own; records and
senior managers alone may bring a date forward.

With --all: every closed case whose date was computed under an older policy, or
waits to be computed again. It can be interrupted, and goes on when it is given
again.`,
		Args: arguments(0, -1, "CASE..."),
		RunE: func(cmd *cobra.Command, args []string) error {
			if all == (len(args) > 0) {
				return usage("retain takes cases, or --all")
			}
			return withBook(cmd.Context(), app, func(b *casebook.Book) error { return runRetain(cmd.Context(), app, b, args, dryRun) })
		},
	}
	cmd.Flags().BoolVar(&all, "all", false, "all closed cases whose date may have changed")
	cmd.Flags().BoolVar(&dryRun, "dry-run", false, "say what would change, and change nothing")
	return cmd
}

func runRetain(ctx context.Context, app *App, b *casebook.Book, typed []string, dryRun bool) error {
	if err := writing(app); err != nil {
		return err
	}
	ids, err := retainable(ctx, b, typed)
	if err != nil {
		return err
	}
	r := retaining{app: app, b: b, dryRun: dryRun, changes: []map[string]any{}}
	work := bulk{app: app, help: showsCase}
	err = work.each(ctx, "retain", ids, func(id record.ID) (string, error) { return r.one(ctx, id) })
	if err != nil {
		return err
	}
	if app.global.json {
		fields := work.fields()
		fields["changes"], fields["dry_run"] = r.changes, dryRun
		if err := app.document("retain", fields); err != nil {
			return err
		}
	} else if len(ids) == 0 {
		app.print("no case waits for its date to be computed again")
	}
	return work.ended("computed")
}

// retainable are the cases that were named, or else all that need it.
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

// retaining is one run of the command.
type retaining struct {
	app     *App
	b       *casebook.Book
	dryRun  bool
	changes []map[string]any
}

// one computes a case's date; no commit where nothing of it changes.
func (r *retaining) one(ctx context.Context, id record.ID) (commit string, err error) {
	d, err := r.b.Docket(ctx, id)
	if err != nil {
		return "", err
	}
	if why := cases.CantRetain(d); why != "" {
		return "", withHint(inState("%s %s", id, why), "casefile %s shows the case", id)
	}
	got, err := r.b.RetainAnew(ctx, id, r.dryRun)
	if _, unread := errors.AsType[*casebook.UnreadError](err); unread {
		return "", withHint(err, "casefile readers %s shows who has had which key", id)
	}
	if err != nil {
		return "", err
	}
	r.tell(got)
	return got.Commit, nil
}

func (r *retaining) tell(got *casebook.Redated) {
	d, now := got.Was, got.Now
	r.changes = append(r.changes, map[string]any{"case": d.Case.String(), "was": orNil(d.RetainUntil.String()),
		"retain_until": orNil(now.Until.String()), "rule": now.Rule, "why": now.Why, "changed": !got.Same})
	if r.app.global.json {
		return
	}
	if !got.Same && d.Status == record.Disposing {
		defer r.app.say("note: the request for the disposal of %s has ended, as it rested on the date before; "+
			"it is %s", d.Case, record.Closed)
	}
	until := cmp.Or(now.Until.String(), "no date")
	switch was := cmp.Or(d.RetainUntil.String(), "no date"); {
	case got.Same:
		r.app.print("%s  as it was: %s", d.Case, until)
	case was == until:
		r.app.print("%s  %s, confirmed", d.Case, until)
	default:
		r.app.print("%s  %s, was %s: %s", d.Case, until, was, now.Why)
	}
}
