package cases

import (
	"slices"
	"strings"

	"casefile/internal/record"
)

// testDeadlines adds the days by which hypotheses are to be tested, as the standing texts name
// them. Any later entry tests a hypothesis if it links to its entry by `tests`. An amendment can
// take the day back or set another.
func (c *Case) testDeadlines() {
	for _, t := range c.threads {
		if c.tested(t) != nil {
			continue
		}
		for _, day := range t.TestDays() {
			c.deadline(RuleUntested, "test of the hypothesis", t, c.endOf(day), RoleKeyWorker)
		}
	}
}

// tested returns the first entry that put a hypothesis to the test, or nil.
func (c *Case) tested(t *Thread) *Thread {
	all := slices.Clone(t.linking["tests"])
	slices.SortFunc(all, byWritten)
	i := slices.IndexFunc(all, func(o *Thread) bool { return byWritten(o, t) > 0 })
	if i < 0 {
		return nil
	}
	return all[i]
}

// unknownDeadlines: a fact left unknown is to be found out by the time the case
// is next talked over: the policy's span for supervision, from the day on which
// it was first recorded as unknown. The policy has no figure of its own.
func (c *Case) unknownDeadlines() {
	for _, t := range c.threads {
		facts := t.unknowns()
		if len(facts) == 0 || c.replaced(t) {
			continue
		}
		since := c.unknownSince(t, facts).firstSince()
		due := c.in.Policy.Calendar().Due(since, c.in.Policy.Supervision)
		what := "find out: " + strings.Join(facts, ", ")
		c.deadline(RuleUnknownFact, what, t, due, RoleKeyWorker).Task = "facts left unknown"
	}
}

// replaced reports whether a newer profile stands in the place of this one.
func (c *Case) replaced(t *Thread) bool {
	return t.Kind == record.KindProfile && !slices.ContainsFunc(c.profiles, t.Stands)
}

// unknownSince returns the first version in which one of these facts was unknown.
func (c *Case) unknownSince(t *Thread, facts []string) *Item {
	for _, v := range t.History {
		for _, f := range v.unknowns() {
			if slices.Contains(facts, f) {
				return v
			}
		}
	}
	return t.text()
}
