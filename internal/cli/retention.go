package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/record"
)

func newRetentionCommand(app *App) *cobra.Command {
	cmd := &cobra.Command{
		Use: "retention", Short: "How long cases are kept: check what is due, explain one case, prove that one is erased", GroupID: "keep",
		RunE: func(cmd *cobra.Command, args []string) error { return needSubcommand(cmd, args) },
	}
	var within int
	check := &cobra.Command{
		Use: "check", Short: "List what is due for disposal; needs no key; exit code 25 when something is due",
		Long: `List what is due for disposal. It reads only the dockets, which stand in clear
text: it needs no key, and runs on a bare clone. The exit code is 25 when
something is due, 0 otherwise. A case on hold is shown and never due; nor is a
case whose date is not known, because a fact is missing or because something was
added since the date was computed.`,
		Args: arguments(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withBook(cmd.Context(), app, func(b *casebook.Book) error { return runRetentionCheck(cmd.Context(), app, b, within) })
		},
	}
	check.Flags().IntVar(&within, "within", 0, "show also what will be due within so many `days`")
	explain := &cobra.Command{
		Use: "explain CASE", Short: "Say which rules keep a case, and from which facts",
		Long: `Say which rules of the policy keep a case, from which facts, and which of them
has the latest date. A flag counts if it was ever held, and not if it was
corrected as an error. The last entry is the last that tells of the child: that
the record was endorsed, held, transferred or asked to be disposed of does not
make it younger. A fact that a rule needs and nobody recorded keeps the case.`,
		Args: arguments(1, 1, "CASE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return withCase(cmd.Context(), app, args[0], func(b *casebook.Book, id record.ID) error {
				return runRetentionExplain(cmd.Context(), app, b, id)
			})
		},
	}
	cmd.AddCommand(check, explain, newRetentionProof(app))
	return cmd
}

// needSubcommand answers a group of commands that was called alone.
func needSubcommand(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return withHint(usage("%s has no command %q", cmd.CommandPath(), args[0]), "%s --help", cmd.CommandPath())
	}
	return cmd.Help()
}

// kept is the standing of one case.
type kept struct {
	docket *record.Docket
	cases.DueState
}

func runRetentionCheck(ctx context.Context, app *App, b *casebook.Book, within int) error {
	today := b.Policy().Today(b.Now())
	all, counts := 0, map[string]int{}
	shown := []kept{}
	err := b.EachDocket(ctx, func(d *record.Docket) error {
		k := kept{d, cases.Due(d, today, b.Policy().Version)}
		counts[k.State]++
		soon := k.State == cases.DueNot && within > 0 && !k.Until.After(today.AddDays(within))
		if soon || k.State != cases.DueOpen && k.State != cases.DueDone && k.State != cases.DueNot || k.State == cases.DueNot && (k.Recheck || k.OlderPolicy) {
			d.Keys = nil // most of a docket, and not asked for here
			shown = append(shown, k)
		}
		all++
		return nil
	})
	if err != nil {
		return err
	}
	if err := printRetention(app, today, shown, counts, all); err != nil {
		return err
	}
	if counts[cases.DueNow] > 0 {
		return errDue
	}
	return nil
}

func printRetention(app *App, today record.Date, shown []kept, counts map[string]int, all int) error {
	if app.global.json {
		list := []map[string]any{}
		for _, k := range shown {
			list = append(list, map[string]any{"case": string(k.docket.Case), "state": k.State, "status": string(k.docket.Status),
				"retain_until": orNil(k.Until.String()), "why": k.Why, "recheck": k.Recheck, "older_policy": k.OlderPolicy,
				"held": k.docket.Blocked(record.BlockHold)})
		}
		return app.document("retention-check", map[string]any{"today": today, "cases": all, "counts": counts, "shown": list})
	}
	for _, k := range shown {
		app.print("%-9s  %-8s  %s", k.docket.Case, stateWord(k), k.Why)
	}
	app.print("%s on %s: %d due, %d held, %d with no date, %d to be kept longer, %d open, %d destroyed", counted(all, "case"), today,
		counts[cases.DueNow], counts[cases.DueHeld], counts[cases.DueUnknown], counts[cases.DueNot], counts[cases.DueOpen], counts[cases.DueDone])
	return nil
}

func stateWord(k kept) string {
	switch k.State {
	case cases.DueNow:
		return "DUE"
	case cases.DueNot:
		return "later"
	case cases.DueUnknown:
		return "no date"
	}
	return k.State
}

func runRetentionExplain(ctx context.Context, app *App, b *casebook.Book, id record.ID) error {
	c, err := b.Case(ctx, id)
	if err != nil {
		return err
	}
	warnFaults(app, c)
	r := c.Retention
	if app.global.json {
		return app.document("retention-explain", map[string]any{"case": string(id), "docket": docketFields(c.Docket), "retention": r})
	}
	app.print("%s  %s", id, retentionLine(c))
	for _, res := range r.Considered {
		app.print("  %-28s %-10s %s", res.ID, ruleOutcome(res), ruleWhy(res))
	}
	switch d := c.Docket.RetainUntil; {
	case !d.IsZero() && d != r.Until && !r.Until.IsZero():
		app.print("The docket says %s, computed under version %d of the policy; today's facts and policy give %s.", d, c.Docket.Policy, r.Until)
	case !d.IsZero():
		app.print("The docket says %s.", d)
	}
	return nil
}

func retentionLine(c *cases.Case) string {
	r := c.Retention
	if r.Until.IsZero() {
		return r.Why
	}
	return fmt.Sprintf("to be kept until %s: %s", r.Until, r.Why)
}

func ruleOutcome(r cases.RuleResult) string {
	switch {
	case !r.Applies:
		return "no"
	case r.MissingFact != "":
		return "not known"
	case r.Date.IsZero():
		return "yes"
	}
	return r.Date.String()
}

func ruleWhy(r cases.RuleResult) string {
	if r.MissingFact != "" {
		return "needs the " + r.MissingFact + ", which nobody recorded: keeps the case"
	}
	return r.Facts
}
