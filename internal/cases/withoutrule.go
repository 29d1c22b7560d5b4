package cases

import (
	"fmt"
	"slices"
	"strings"

	"casefile/internal/policy"
	"casefile/internal/record"
)

// noRuleReason is the field of a closure that says why a status needs no retention rule.
const noRuleReason = "no_rule_reason"

// WithoutRuleRemedy says what an agency does about a status without a retention rule.
const WithoutRuleRemedy = "a senior manager settles it with casefile policy edit: what the agency " +
	"is in law under we_are, or a rule for the status, or the status under no_rule_needed"

// StatusesWithoutRule returns the statuses that the case ever held without a retention rule. A rule
// counts if it names the status and applies, in this agency and to this subject. Statuses under
// no_rule_needed are left out. Only the floor, or a rule for something else, keeps such a case.
func (c *Case) StatusesWithoutRule() []string {
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

// withoutRuleFindings adds a finding for each status without a retention rule.
func (c *Case) withoutRuleFindings() {
	for _, status := range c.StatusesWithoutRule() {
		c.find(entryOf(c.Subject.Profile), RuleStatusNoRule, WithoutRuleText(status),
			WithoutRuleRemedy)
	}
}

// WithoutRuleText says that a status has no retention rule.
func WithoutRuleText(status string) string {
	return fmt.Sprintf("the case held the status %s, to which no rule of retention applies here",
		status)
}

// withoutRuleOrReason returns the statuses that have neither a retention rule nor a closure's
// reason. One reason is enough for the statuses held by then, whatever happened since. A returned
// or declined closure gives no reason. An intake that never became a case is not asked.
func (c *Case) withoutRuleOrReason() []string {
	if c.Closure == nil || c.neverAccepted() {
		return nil
	}
	left := c.StatusesWithoutRule()
	for _, t := range c.of(record.KindClosure) {
		for _, v := range t.Newest() {
			refused := t.Endorsement.State == Returned || t.Endorsement.State == Declined
			if len(left) == 0 || refused || known(v.Str(noRuleReason)) == "" {
				continue
			}
			reasoned := c.upTo(v).StatusesWithoutRule()
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

// WithoutRule lists, by status, the cases of a repository that held it without a retention rule.
type WithoutRule map[string][]record.ID

// Add counts a case.
func (u WithoutRule) Add(c *Case) {
	for _, status := range c.StatusesWithoutRule() {
		u[status] = append(u[status], c.ID)
	}
}

// casesNamed is the number of cases that a finding names.
const casesNamed = 3

// Findings returns one finding for each status: in how many cases it was held, and the IDs of some.
// file is the policy's file.
func (u WithoutRule) Findings(file string) record.Findings {
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
				Do: WithoutRuleRemedy})
	}
	return out
}
