package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/duty"
	"casefile/internal/record"
	"casefile/internal/report"
)

func newReadersReview(app *App) *cobra.Command {
	return &cobra.Command{
		Use: "review", Short: "List the cases whose readers need a look",
		Long: `List the cases whose readers need a look, except destroyed ones, each with the
command that mends it:

  - fewer than two active people can read it (or fewer than policy's min_readers)
  - somebody who left the team still has its key
  - its key worker has left
  - somebody can read it whom policy does not let in. Policy lets in the key worker,
    their line manager and that manager's manager, safeguarding leads and recovery.
    Somebody let the others in, or the case is restricted. Both may be right: see
    whether they still are

It needs no key. In cases that you can read it also names cover that is over and whose
access remains. The exit code is 20 if there is something to look at.`,
		Example: `  # at each change of the team
  casefile readers review`,
		Args: arguments(0, 0, ""),
		RunE: inRecords(app, func(ctx context.Context, b *casebook.Book, _ []string) error {
			return runReadersReview(ctx, app, b)
		}),
	}
}

func runReadersReview(ctx context.Context, app *App, b *casebook.Book) error {
	list, err := b.ReviewReaders(ctx)
	if err != nil {
		return err
	}
	if app.global.json {
		err = app.document("readers-review",
			map[string]any{"cases": reviewFields(list), "least": b.Policy().LeastReaders()})
	}
	for _, r := range list {
		covers, err := coverLines(ctx, b, r)
		if err != nil {
			return err
		}
		for _, line := range append(reviewLines(b, r), covers...) {
			if !app.global.json {
				app.print("%s  %s", r.Case, line)
			}
		}
	}
	switch {
	case err != nil:
		return err
	case len(list) > 0:
		return withHint(
			fmt.Errorf("%w: the readers of %s", errFindings, record.Counted(len(list), "case")),
			"casefile readers CASE shows since when each can read it")
	case !app.global.json:
		app.print("there is no case whose readers ask for a look")
	}
	return nil
}

// reviewLines describes what needs a look, the gravest first.
func reviewLines(b *casebook.Book, r casebook.Reviewed) []string {
	var out []string
	say := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	if r.Gone {
		say("its key worker %s has left: casefile assign %s MEMBER", r.KeyWorker, r.Case)
	}
	if r.Few {
		say("can be read by %s of the team, there must be %d: casefile readers %s grant MEMBER",
			peopleWords(len(r.Active)), b.Policy().LeastReaders(), r.Case)
	}
	for _, m := range r.Left {
		say("%s has left, and has its key still: casefile readers %s revoke %s", m, r.Case, m)
	}
	if len(r.Beyond) > 0 {
		say("%s can read it, though policy does not let them in: somebody let them in, or the "+
			"case is restricted", record.Enumerated(r.Beyond))
	}
	return out
}

// coverLines describes covers that are over, as far as the member can read the cases. The review
// itself needs no key.
func coverLines(ctx context.Context, b *casebook.Book, r casebook.Reviewed) ([]string, error) {
	me, err := b.Me()
	if err != nil || len(r.Beyond) == 0 || !r.Reads(me.ID) {
		return nil, nil
	}
	c, err := b.Case(ctx, r.Case)
	if err != nil {
		return nil, nil // no key opens the case now
	}
	duties, err := dutiesIn(b, c)
	var out []string
	for _, d := range duties {
		if d.Rule == duty.RuleCoverEnded {
			out = append(out, report.CoverOver(d)+": "+d.Command)
		}
	}
	return out, err
}

func reviewFields(list []casebook.Reviewed) []map[string]any {
	out := []map[string]any{}
	for _, r := range list {
		out = append(out, map[string]any{"case": r.Case.String(), "status": string(r.Status),
			"key_worker":      orNil(r.KeyWorker),
			"key_worker_left": r.Gone, "readers": orEmpty(r.Active), "too_few": r.Few,
			"left": orEmpty(r.Left), "beyond_policy": orEmpty(r.Beyond),
			"by_policy": orEmpty(r.Expects)})
	}
	return out
}
