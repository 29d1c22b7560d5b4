package cases

import (
	"fmt"
	"slices"

	"casefile/internal/record"
)

// What keeps a case from being closed has three homes. A step (CantClose) is refused by the docket
// alone. An item of ClosureChecklist is work that the entries leave undone. This file has the
// faults of the draft closure itself, and the people who are excused from an item.

// Question is a question that closing asks at a terminal. The answer becomes a field of the
// closure.
type Question struct{ Field, Text string }

// ClosureQuestions returns the questions of closing that the draft closure leaves open. The draft
// must be among the folded items.
func (c *Case) ClosureQuestions() []Question {
	var out []Question
	if e := c.earlyEnd(); e != nil {
		out = append(out, e.question())
	}
	if left := c.withoutRuleOrReason(); len(left) > 0 {
		out = append(out, Question{noRuleReason, fmt.Sprintf("The case held %s, and no rule of "+
			"retention applies to that here: it would be kept %s. Why is that right? "+
			"(empty: the case is not closed) ", record.Enumerated(left), c.keptWords())})
	}
	return out
}

// ClosureFindings returns everything that closing needs and does not find. The draft closure is
// among the items that were folded.
func (c *Case) ClosureFindings() record.Findings {
	var out record.Findings
	if ended := c.Closure; c.endsBeforeOpening() && c.endExplained() == nil {
		out = append(out, record.Finding{
			File: c.ID.String(), Rule: record.RuleRangeBackwards, Severity: record.Error,
			Case: c.ID, Entry: ended.ID,
			Found: fmt.Sprintf("service ended on %s, before the case was opened on %s",
				ended.Date("service_ended"), c.Docket.Opened),
			Do: "give the day on which service ended, as until when the case is kept is counted " +
				"from it; of an old case say why the day is right: " + endedReason,
		})
	}
	if left := c.withoutRuleOrReason(); len(left) > 0 {
		out = append(out, record.Finding{
			File: c.ID.String(), Rule: RuleClosureIncomplete, Severity: record.Error,
			Case: c.ID, Entry: c.Closure.ID,
			Found: fmt.Sprintf("closing asks for %s: the case held %s, to which no rule of "+
				"retention applies here; it would be kept %s",
				noRuleReason, record.Enumerated(left), c.keptWords()),
			Do: "say in that field of the closure why that is right, or " + WithoutRuleRemedy,
		})
	}
	for _, item := range c.closureLacks() {
		out = append(out, record.Finding{
			File: c.ID.String(), Rule: RuleClosureIncomplete, Severity: record.Error,
			Case:  c.ID,
			Found: fmt.Sprintf("closing asks for %s: %s", item.Name, item.Why),
			Do: "record that first, and then close the case; casefile due " + c.ID.String() +
				" lists what is open",
		})
	}
	return out
}

// keptWords say until when the case is kept, after the verb.
func (c *Case) keptWords() string {
	if c.Retention.Until.IsZero() {
		return "without a date"
	}
	return "until " + c.Retention.Until.Long()
}

// neverAccepted says that the case is an intake, or was one to the end.
func (c *Case) neverAccepted() bool { return c.Docket != nil && CantHandOver(c.Docket) != "" }

// closureLacks returns the items of the checklist that closing asks of this case and does not find.
// An intake that never became a case has no plan to look back on, but its concern must have been
// read, and have its category.
func (c *Case) closureLacks() []CheckItem {
	return slices.DeleteFunc(c.ClosureChecklist(), func(item CheckItem) bool {
		return item.Done || c.neverAccepted() &&
			item.Name != checkedConcerns && item.Name != checkedCategories
	})
}
