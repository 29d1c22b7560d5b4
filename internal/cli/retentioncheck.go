package cli

import (
	"context"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/record"
)

func newRetentionCheck(app *App) *cobra.Command {
	var within string
	cmd := &cobra.Command{
		Use: "check", Short: "List what is due for disposal; needs no key; exit code 25 when " +
			"something is due",
		Long: `List what is due for disposal. The command reads only the dockets, which are in clear
text. It needs no key, and runs on a bare clone. A copy keeps a note of the dockets and
reads only changed ones. --no-index reads them all, and names a damaged one. The exit
code is 25 if something is due, and 0 otherwise.

A case on hold is shown, and is never due. A case without a valid date is never due
either. The date is missing or no longer valid in these cases:

  - a fact that a rule needs is missing
  - since the date was computed, something was added, or another case of the child
    has changed
  - the policy has changed how long cases are kept; casefile retain computes the date

The entries are not read. They may keep a case longer than its docket says. casefile
retention explain tells you, and casefile dispose checks it.`,
		Example: `  # what is due now
  casefile retention check
  # what will be due within ninety days
  casefile retention check --within 90d`,
		Args: arguments(0, 0, ""),
		RunE: inRecords(app, func(ctx context.Context, b *casebook.Book, _ []string) error {
			if within == "" {
				return runRetentionCheck(ctx, app, b, 0)
			}
			days, err := parseWithin(within)
			if err != nil {
				return err
			}
			return runRetentionCheck(ctx, app, b, days)
		}),
	}
	cmd.Flags().StringVar(&within, "within", "",
		"also show what will be due within so many `days` or weeks, as 90d or 12w")
	return cmd
}

// kept is a case with its disposal state.
type kept struct {
	docket *record.Docket
	cases.DisposalState
}

func runRetentionCheck(ctx context.Context, app *App, b *casebook.Book, within int) error {
	today := b.Policy().Today(b.Now())
	all, counts := 0, map[string]int{}
	shown := []kept{}
	lost, err := b.EachHead(ctx, func(d *record.Docket) error {
		k := kept{d, cases.DisposalStateOf(d, today, b.Policy())}
		counts[k.State]++
		if k.Worth(today, within) {
			shown = append(shown, k)
		}
		all++
		return nil
	})
	if err != nil {
		return err
	}
	for _, id := range lost {
		app.say("fault: %s is left out: its docket is damaged or missing in this copy", id)
	}
	if err := printRetention(app, today, shown, counts, all+len(lost)); err != nil {
		return err
	}
	if counts[cases.DisposalDue] > 0 {
		return errDue
	}
	return nil
}

func printRetention(app *App, today record.Date, shown []kept, counts map[string]int,
	all int,
) error {
	if app.global.json {
		list := []map[string]any{}
		for _, k := range shown {
			list = append(list,
				map[string]any{"case": string(k.docket.Case), "state": k.State,
					"status":       string(k.docket.Status),
					"retain_until": orNil(k.Until.String()), "why": k.Why, "recheck": k.Recheck,
					"older_policy": k.OlderPolicy,
					"held":         k.docket.OnHold()})
		}
		return app.document("retention-check",
			map[string]any{"today": today, "cases": all, "counts": counts, "shown": list})
	}
	for _, k := range shown {
		app.print("%-9s  %-8s  %s", k.docket.Case, stateWord(k), k.Why)
	}
	app.print("%s on %s: %d due, %d held, %d with no date, %d to be computed again, %d to be kept "+
		"longer, %d not closed, %d destroyed", record.Counted(all, "case"), today,
		counts[cases.DisposalDue], counts[cases.DisposalHeld], counts[cases.DisposalUnknown],
		counts[cases.DisposalRecompute], counts[cases.DisposalNotDue], counts[cases.DisposalOpen],
		counts[cases.DisposalDone])
	return nil
}

func stateWord(k kept) string {
	switch k.State {
	case cases.DisposalDue:
		return "DUE"
	case cases.DisposalNotDue:
		return "later"
	case cases.DisposalUnknown:
		return "no date"
	case cases.DisposalRecompute:
		return "compute"
	}
	return k.State
}
