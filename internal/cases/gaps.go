package cases

import (
	"fmt"

	"casefile/internal/record"
)

// Gap is a place where the thread from referral to closure is broken.
type Gap struct {
	Ref  record.Ref // Entry empty when it is about the whole case
	What string
}

// Gaps returns the things that a reader of the plan misses, in the order of the plan: unfinished
// entries, and entries that are linked to nothing.
func (c *Case) Gaps() []Gap {
	var out []Gap
	gap := func(t *Thread, format string, args ...any) {
		g := Gap{Ref: record.Ref{Case: c.ID}, What: fmt.Sprintf(format, args...)}
		if t != nil {
			g.Ref = t.Ref()
		}
		out = append(out, g)
	}
	c.beginningGaps(gap)
	c.riskGaps(gap)
	for _, o := range c.Outcomes {
		for _, what := range o.Gaps {
			gap(o.Entry, "outcome “%s”: %s", o.Entry.Headline, what)
		}
		c.outcomeGaps(o, gap)
	}
	for _, it := range c.Unlinked {
		gap(c.byID[it.ID], "the %s “%s” is linked to no intended outcome", it.Kind, it.Headline)
	}
	for _, a := range c.Actions {
		if a.Overdue {
			gap(a.Entry, "the action “%s” was due on %s", a.What, a.Due)
		}
	}
	return out
}

type gapReporter func(t *Thread, format string, args ...any)

// beginningGaps reports gaps in how the case began and was assessed.
func (c *Case) beginningGaps(gap gapReporter) {
	for _, r := range c.Referrals {
		if r.Confirmation.Runs() {
			gap(r.Entry, "the referral of %s is not confirmed in writing", c.day(r.MadeAt))
		}
		if r.Reply.Runs() {
			gap(r.Entry, "the receiver's decision on the referral of %s is not recorded",
				c.day(r.MadeAt))
		}
	}
	for _, n := range c.Concerns {
		switch {
		case n.Untriaged():
			gap(n.Entry, "the concern “%s” is not triaged", n.Entry.Headline)
		case n.Action == "":
			gap(n.Entry, "the concern “%s” led to no action, and to no reason for none",
				n.Entry.Headline)
		}
	}
}

func (c *Case) riskGaps(gap gapReporter) {
	for _, r := range c.Risks {
		if known(r.Source) == "" {
			gap(r.Latest, "the risk “%s” names no source of harm", r.Harm)
		}
		if len(r.AtRisk) == 0 {
			gap(r.Latest, "the risk “%s” names nobody at risk", r.Harm)
		}
	}
	if n := len(c.OpenRisks()); n > 0 && len(c.Outcomes) == 0 {
		gap(nil, "%s open, and no outcome is intended", risksAre(n))
	}
}

func risksAre(n int) string {
	if n == 1 {
		return "1 risk is"
	}
	return fmt.Sprintf("%d risks are", n)
}

// outcomeGaps reports gaps that show only in the whole plan.
func (c *Case) outcomeGaps(o *Outcome, gap gapReporter) {
	if len(o.Ratings) == 0 {
		gap(o.Entry, "outcome “%s”: no progress is rated", o.Entry.Headline)
	}
	for _, i := range o.Interventions {
		if known(i.Str("reason")) == "" {
			gap(i, "the intervention “%s” has no reason", i.Headline)
		}
		if known(i.Str("delivered_by")) == "" {
			gap(i, "the intervention “%s” names nobody who delivers it", i.Headline)
		}
		if to := i.Date("to"); !to.IsZero() && c.hour.over(to) && known(i.Str("result")) == "" {
			gap(i, "the intervention “%s” ended on %s, and no result is recorded", i.Headline, to)
		}
	}
}
