package cli

import (
	"cmp"
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/policy"
	"casefile/internal/record"
	"casefile/internal/report"
)

func newRetentionExplain(app *App) *cobra.Command {
	return readsCase(app, &cobra.Command{
		Use: "explain CASE", Short: "Say which rules keep a case, and from which facts",
		Long: `Say which rules of the policy keep a case, from which facts, and which rule has the
latest date. Every version of every text counts. Statuses, categories, concerns,
referrals out and adoption orders also count if they were quoted from elsewhere. A fact
that was corrected as an error counts until a senior manager endorses the correction.

The last entry means the last one that tells of the child. Acts on the record do not
make it younger: an endorsement, a hold, a transfer, a request for disposal. A fact that
a rule needs and that nobody recorded keeps the case.

A status that was held and that no rule catches, in this agency and for this subject,
is named. The answer says what to do about it.`,
		Example: `  # why the case is kept, and until when
  casefile retention explain K3F9-27QM`,
		Args: arguments(1, 1, "CASE"),
		RunE: inCase(app,
			func(ctx context.Context, b *casebook.Book, id record.ID, _ []string) error {
				return runRetentionExplain(ctx, app, b, id)
			}),
	})
}

func runRetentionExplain(ctx context.Context, app *App, b *casebook.Book, id record.ID) error {
	c, err := b.Case(ctx, id)
	if err != nil {
		return err
	}
	warnCase(app, c)
	r := c.Retention
	if app.global.json {
		return app.document("retention-explain", map[string]any{"case": string(id),
			"docket": docketFields(c.Docket), "retention": r, "holds": report.Holds(c),
			"uncaught":     orEmpty(c.StatusesWithoutRule()),
			"retain_early": orNil(c.RetainEarly()), "policy_version": b.Policy().Version,
			"compute_anew": cases.WaitsForDate(c.Docket, b.Policy())})
	}
	app.print("%s  %s", id, retentionLine(c))
	for _, h := range c.Holds {
		app.print("  held by %s", heldBy(c, h))
	}
	for _, res := range r.Considered {
		app.print("  %-28s %-10s %s", res.ID, ruleOutcome(res), ruleWhy(res))
	}
	for _, status := range c.StatusesWithoutRule() {
		app.print("  %-28s %-10s %s: %s", status, "NO RULE", cases.WithoutRuleText(status),
			cases.WithoutRuleRemedy)
	}
	if !r.Until.IsZero() {
		app.print("The latest date counts, to the end of its year.")
	}
	for _, line := range docketLines(c, b.Policy()) {
		app.print("%s", line)
	}
	return nil
}

// heldBy describes a hold: by which entry, why, and its day of review.
func heldBy(c *cases.Case, h *cases.Hold) string {
	out := record.Ref{Case: c.ID, Entry: h.ID}.String() + ": " + c.HoldWords(h)
	if !h.ReviewOn.IsZero() {
		out += "; review on " + h.ReviewOn.String()
	}
	if c.Unlisted(h) {
		out += "; its docket does not name it"
	}
	return out
}

// docketLines compares the docket with the state of the case.
func docketLines(c *cases.Case, p *policy.Policy) []string {
	d, until := c.Docket, c.Retention.Until
	var out []string
	switch at := d.RetainUntil; {
	case at.IsZero():
	case at != until:
		out = append(out,
			fmt.Sprintf("The docket says %s, computed under version %d of the policy; today's "+
				"facts and policy, version %d, give %s.", at, d.Policy, p.Version,
				cmp.Or(until.String(), "no date")))
	default:
		out = append(out, fmt.Sprintf("The docket says %s.", at))
	}
	if cases.WaitsForDate(d, p) {
		out = append(out, fmt.Sprintf("The date is to be computed again: %s", cases.Redate(c.ID)))
	}
	return out
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

func ruleWhy(r cases.RuleResult) string { return cmp.Or(r.Lacks(), r.Facts) }
