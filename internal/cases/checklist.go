package cases

import (
	"fmt"
	"strings"
)

// ClosureChecklist returns the conditions of closing: those of the policy for the closure entry,
// and the work that no case may leave undone. Add the draft closure to the items to check it before
// it is recorded.
func (c *Case) ClosureChecklist() []CheckItem {
	var out []CheckItem
	for _, fact := range c.in.Policy.Closure {
		out = append(out, c.checkFact(fact))
	}
	out = append(out,
		c.checkRisks(),
		check("actions", c.openActions(), "no action is open", func(a *Action) string {
			return c.Short(a.Entry.ID) + " " + a.What
		}),
		c.checkConcerns(),
		c.checkCategories(),
		c.checkReferrals(),
		c.checkDecisions())
	if !c.in.Policy.Informal() {
		out = append(out, c.checkOutcomes())
	}
	return out
}

// checkFact looks for one thing that policy requires of the closure entry.
func (c *Case) checkFact(fact string) CheckItem {
	item := CheckItem{Name: fact}
	if c.Closure == nil {
		item.Why = "there is no closure entry"
	} else if item.Why = c.said(fact); item.Why != "" {
		item.Done = true
		return item
	} else {
		item.Why = "the closure does not say it"
	}
	if fact == "child_view" && c.Death != nil {
		return CheckItem{fact, true, "not asked for: the subject has died"}
	}
	return item
}

// said returns the closure's words about a fact, or "".
func (c *Case) said(fact string) string {
	if m := c.Closure.Map(fact); m != nil {
		return reviewIn(m).outcome()
	}
	if why := known(c.Closure.Str(fact + "_not_sought")); why != "" {
		return "not sought: " + why
	}
	return known(strings.Join(c.Closure.Strs(fact), "; "))
}

// check returns an item that is done if left is empty, and otherwise names what is left.
func check[T any](name string, left []T, none string, say func(T) string) CheckItem {
	if len(left) == 0 {
		return CheckItem{name, true, none}
	}
	words := make([]string, len(left))
	for i, l := range left {
		words[i] = say(l)
	}
	return CheckItem{name, false, strings.Join(words, "; ")}
}

func (c *Case) checkRisks() CheckItem {
	return check("risks", c.OpenRisks(), "no risk is open", func(r *Risk) string {
		return fmt.Sprintf("%s is %s, without a resolution", c.Short(r.First.ID), r.State)
	})
}

// checkedConcerns is the one item that an intake is asked for too.
const checkedConcerns = "concerns"

func (c *Case) checkConcerns() CheckItem {
	var left []*Concern
	for _, n := range c.Concerns {
		if n.Unfinished() {
			left = append(left, n)
		}
	}
	return check(checkedConcerns, left, "every concern was triaged and acted on",
		func(n *Concern) string {
			return c.Short(n.Entry.ID) + " lacks triage, or an action"
		})
}

func (c *Case) checkReferrals() CheckItem {
	var left []*Referral
	for _, r := range c.Referrals {
		if r.awaitsDecision() || r.Confirmation.Runs() {
			left = append(left, r)
		}
	}
	return check("referrals", left, "no referral waits for an answer", func(r *Referral) string {
		if r.Confirmation.Runs() {
			return c.Short(r.Entry.ID) + " was never confirmed in writing"
		}
		return c.Short(r.Entry.ID) + " has no answer"
	})
}

func (c *Case) checkDecisions() CheckItem {
	var left []*Thread
	for _, d := range c.Decisions {
		if !d.Entry.Endorsement.Complete() {
			left = append(left, d.Entry)
		}
	}
	return check("decisions", left, "every decision is endorsed", func(t *Thread) string {
		if t.Endorsement.State == EndorsedNone {
			return c.Short(t.ID) + " is not endorsed"
		}
		return fmt.Sprintf("%s is %s", c.Short(t.ID), t.Endorsement.State)
	})
}

func (c *Case) checkOutcomes() CheckItem {
	var left []*Outcome
	for _, o := range c.Outcomes {
		if len(o.Reviews) == 0 {
			left = append(left, o)
		}
	}
	return check("outcomes_reviewed", left, "every intended outcome was reviewed",
		func(o *Outcome) string {
			return c.Short(o.Entry.ID) + " has no review"
		})
}
