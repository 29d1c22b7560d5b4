package cases

import (
	"fmt"
	"slices"
	"strings"

	"casefile/internal/policy"
	"casefile/internal/record"
)

// noRuleReason is the field of a closure that says why a status that no rule catches needs
// none.
const noRuleReason = "no_rule_reason"

// CatchIt says what an agency does about a status that no rule catches.
const CatchIt = "a senior manager settles it with casefile policy edit: what the agency is in " +
	"law under we_are, or a rule for the status, or the status under no_rule_needed"

// Uncaught returns the statuses that the case ever held, to which no rule of the policy applies
// that names them, in this agency and of this subject; those that the policy lists as needing none
// are left out. Nothing but the floor, or a rule for something else, keeps such a case.
func (c *Case) Uncaught() []string {
	facts, p := c.retentionFacts(record.Date{}), c.in.Policy
	var out []string
	for _, status := range policy.Flags() {
		caught := func(r policy.Rule) bool {
			return slices.Contains(r.When, status) && facts.consider(r, p).Applies
		}
		if facts.holds[status] != "" && !slices.Contains(p.NoRuleNeeded, status) &&
			!slices.ContainsFunc(p.Retention, caught) {
			out = append(out, status)
		}
	}
	return out
}

// uncaughtFindings tell of each status that no rule catches.
func (c *Case) uncaughtFindings() {
	for _, status := range c.Uncaught() {
		c.find(entryOf(c.Subject.Profile), RuleStatusNoRule, UncaughtWords(status), CatchIt)
	}
}

// UncaughtWords say of a status that no rule catches it.
func UncaughtWords(status string) string {
	return fmt.Sprintf("the case held the status %s, to which no rule of retention applies here",
		status)
}

// unreasoned returns the statuses that no rule catches and for which no closure gives a reason. One
// reason is enough for the statuses held by then, whatever happened since. A returned or declined
// closure gives no reason. An intake that never became a case is not asked.
func (c *Case) unreasoned() []string {
	if c.Closure == nil || c.neverAccepted() {
		return nil
	}
	left := c.Uncaught()
	for _, t := range c.of(record.KindClosure) {
		for _, v := range t.Newest() {
			refused := t.Endorsement.State == Returned || t.Endorsement.State == Declined
			if len(left) == 0 || refused || known(v.Str(noRuleReason)) == "" {
				continue
			}
			reasoned := c.upTo(v).Uncaught()
			left = slices.DeleteFunc(left, func(s string) bool {
				return slices.Contains(reasoned, s)
			})
		}
	}
	return left
}

// upTo returns the case as it was when a text was recorded.
func (c *Case) upTo(last *Item) *Case {
	in := c.in
	in.Items = slices.DeleteFunc(slices.Clone(in.Items), func(it Item) bool {
		return it.Entry != nil && writtenOrder(&it, last) > 0
	})
	return Fold(in)
}

// UncaughtIn counts the cases of a repository that held statuses which no rule catches.
type UncaughtIn map[string][]record.ID

// Add counts a case.
func (u UncaughtIn) Add(c *Case) {
	for _, status := range c.Uncaught() {
		u[status] = append(u[status], c.ID)
	}
}

// casesNamed is the number of cases that a finding names.
const casesNamed = 3

// Findings tell of each such status in how many cases it was held, and name some of them;
// file is the policy's.
func (u UncaughtIn) Findings(file string) record.Findings {
	var out record.Findings
	for _, status := range policy.Flags() {
		ids := u[status]
		if len(ids) == 0 {
			continue
		}
		var names []string
		for _, id := range ids[:min(len(ids), casesNamed)] {
			names = append(names, id.String())
		}
		more := ""
		if len(ids) > casesNamed {
			more = " and others"
		}
		out = append(out,
			record.Finding{File: file, Rule: RuleStatusNoRule, Severity: record.Warning,
				Found: fmt.Sprintf("%s held the status %s, to which no rule of retention applies: "+
					"%s%s",
					record.Counted(len(ids), "case"), status, strings.Join(names, ", "), more),
				Do: CatchIt})
	}
	return out
}
