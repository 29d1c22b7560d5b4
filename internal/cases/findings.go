package cases

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"casefile/internal/record"
)

// find notes a finding about an entry, or about the case where e is nil.
func (c *Case) find(e *record.Entry, rule, found, do string) {
	f := record.Finding{File: c.ID.String(), Rule: rule, Severity: c.severity[rule], Found: found,
		Do: do, Case: c.ID}
	if e != nil {
		f.Entry = e.ID
		f.File = c.ID.String() + "/" + c.Short(e.ID)
	}
	c.Findings = append(c.Findings, f)
}

// findings judges what the entries add up to. What is late is not among them: room
// duty says that.
func (c *Case) findings(items []*Item) {
	for _, it := range c.Faults {
		remedy := "ask the keeper of the records; `casefile verify` has the details"
		if it.Lost {
			remedy = "`casefile verify` names the file; `casefile restore copy` replaces this copy"
		}
		c.find(it.Entry, RuleRefused, cmp.Or(it.Fault, "the entry can't be read"), remedy)
	}
	c.linkFindings(items)
	c.textFindings()
	c.forkFindings()
	c.timeFindings()
	c.earlyFindings()
	c.planFindings()
	c.referralFindings()
	c.accessFindings()
	c.caseFindings()
	slices.SortStableFunc(c.Findings, func(a, b record.Finding) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Rule, b.Rule),
			cmp.Compare(a.Found, b.Found))
	})
}

// textFindings reports single texts: returned ones, ones that were amended after an endorsement,
// and ones with unknown facts.
func (c *Case) textFindings() {
	for _, t := range c.threads {
		switch t.Endorsement.State {
		case EndorsedEarlier:
			c.find(t.Entry, RuleEndorsedEarlier, "the endorsement is of a text that was amended "+
				"since", "ask for endorsement of the new text")
		case Returned:
			if c.Overtaken(t) {
				break
			}
			c.find(t.Entry, RuleReturned, "a manager returned the "+t.Kind+
				", and nothing has followed", "answer with `casefile amend`")
		case NoSecondPerson:
			c.find(t.Entry, RuleSecondPerson, "nobody but the author could endorse the "+t.Kind,
				"bring in a second person, or record an endorsement by word of mouth")
		}
		if c.replaced(t) {
			continue // a newer profile stands in its place
		}
		if facts := t.unknowns(); len(facts) > 0 && c.live() {
			c.find(t.Entry, RuleUnknownFact, "still unknown: "+strings.Join(facts, ", "),
				"find it out, and amend the entry")
		}
	}
}

// unknowns returns the facts that a text leaves unknown. The category of a concern has a clock of
// its own, from the triage.
func (it *Item) unknowns() []string {
	return slices.DeleteFunc(unknowns(it.Fields), func(f string) bool {
		return f == "category" && (it.Kind == record.KindConcern || it.Kind == record.KindTriage)
	})
}

// unknowns returns the fields whose value is unknown, at any depth, sorted.
func unknowns(v any) []string {
	var out []string
	switch v := v.(type) {
	case map[string]any:
		for key, value := range v {
			if value == record.Unknown {
				out = append(out, key)
				continue
			}
			out = append(out, unknowns(value)...)
		}
	case []any:
		for _, value := range v {
			out = append(out, unknowns(value)...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// planFindings reports the gaps in the thread from outcome to review.
func (c *Case) planFindings() {
	for _, o := range c.Outcomes {
		if len(o.Interventions) == 0 {
			c.find(o.Entry.Entry, RuleOutcomeAlone, "no intervention serves the intended outcome",
				"record an intervention with links.outcome")
		}
		for _, r := range o.Ratings {
			if r.Changed && len(r.Evidence) == 0 {
				c.find(r.Entry.Entry, RuleRatingNoEvidence,
					fmt.Sprintf("the rating changed to %d without linked evidence", r.Value),
					"amend it with links.evidence")
			}
		}
	}
	for _, it := range c.Unlinked {
		rule, do := RuleProgressAlone, "amend it with links.outcome"
		if it.Kind == record.KindIntervention {
			rule = RuleInterventionAlone
		}
		c.find(it.Entry, rule, "the "+it.Kind+" belongs to no intended outcome", do)
	}
}

// referralFindings reports on concerns and transfers, except what is a deadline.
func (c *Case) referralFindings() {
	for _, n := range c.Concerns {
		if n.inaction() {
			c.find(n.Entry.Entry, RuleConcernWithoutAction, "the concern has no action and no "+
				"reason for none", "record the action, or amend it with reason_for_none")
		}
	}
	if !c.in.Policy.Transfer.ReceiptRequired {
		return
	}
	for _, t := range c.of(record.KindTransfer) {
		if len(c.linking(t, "transfer", record.KindTransferReceipt)) == 0 {
			c.find(t.Entry, RuleNoReceipt, "the receiver has not acknowledged the records",
				"ask for the receipt slip, and record it")
		}
	}
}
