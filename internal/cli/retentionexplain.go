package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/record"
)

func newRetentionExplain(app *App) *cobra.Command {
	return &cobra.Command{
		Use: "explain CASE", Short: "Say which rules keep a case, and from which facts",
		Long: `Say which rules of the policy keep a case, from which facts, and which of them
has the latest date. What any text ever told counts, in whatever version, and
what came quoted from elsewhere: statuses, categories, concerns, referrals out,
adoption orders. What was corrected as an error counts until a senior manager
endorses that. The last entry is the last that tells of the child: that
the record was endorsed, held, transferred or asked to be disposed of does not
make it younger. A fact that a rule needs and nobody recorded keeps the case. A
status that was held and that no rule catches, in this agency and of this
subject, is named with what to do about it.`,
		Args: arguments(1, 1, "CASE"),
		RunE: inCase(app, func(ctx context.Context, b *casebook.Book, id record.ID, _ []string) error {
			return runRetentionExplain(ctx, app, b, id)
		}),
	}
}

func runRetentionExplain(ctx context.Context, app *App, b *casebook.Book, id record.ID) error {
	c, err := b.Case(ctx, id)
	if err != nil {
		return err
	}
	warnFaults(app, c)
	r := c.Retention
	if app.global.json {
		return app.document("retention-explain", map[string]any{"case": string(id), "docket": docketFields(c.Docket), "retention": r,
			"uncaught": orEmpty(c.Uncaught())})
	}
	app.print("%s  %s", id, retentionLine(c))
	for _, res := range r.Considered {
		app.print("  %-28s %-10s %s", res.ID, ruleOutcome(res), ruleWhy(res))
	}
	for _, status := range c.Uncaught() {
		app.print("  %-28s %-10s %s: %s", status, "NO RULE", cases.UncaughtWords(status), cases.CatchIt)
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
