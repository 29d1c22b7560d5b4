package cases

import (
	"fmt"
	"slices"

	"casefile/internal/record"
)

// What keeps a case from being closed has three homes. What the docket alone forbids is a
// step (CantClose). What the entries leave undone is an item of ClosureChecklist. What is
// wrong in the draft closure itself, and who is excused from an item, stands here.

// Question is something that closing asks of whoever is there to answer. The answer is the
// text of a field of the closure.
type Question struct{ Field, Text string }

// ClosureQuestions are what closing asks that the draft closure leaves open, where the draft
// is among the items that were folded.
func (c *Case) ClosureQuestions() []Question {
	var out []Question
	if e := c.earlyEnd(); e != nil {
		out = append(out, e.question())
	}
	return out
}

// ClosureFindings are what closing asks for and does not find. The draft closure is among
// the items that were folded.
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
	for _, item := range c.closureLacks() {
		out = append(out, record.Finding{
			File: c.ID.String(), Rule: RuleClosureIncomplete, Severity: record.Error,
			Case:  c.ID,
			Found: fmt.Sprintf("closing asks for %s: %s", item.Name, item.Why),
			Do:    "record what is missing first; casefile validate " + c.ID.String() + " says more",
		})
	}
	return out
}

// closureLacks are the items of the checklist that closing asks of this case and does not
// find. An intake that never became a case has no plan to look back on, but its concern
// must have been read.
func (c *Case) closureLacks() []CheckItem {
	neverAccepted := c.Docket != nil && CantHandOver(c.Docket) != ""
	return slices.DeleteFunc(c.ClosureChecklist(), func(item CheckItem) bool {
		return item.Done || neverAccepted && item.Name != checkedConcerns
	})
}
