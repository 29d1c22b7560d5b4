package cases

import (
	"fmt"

	"casefile/internal/record"
)

// caseFindings reports on the case as a whole.
func (c *Case) caseFindings() {
	if c.live() {
		c.allocationFindings()
		c.balance()
	}
	switch {
	case c.Subject.Profile == nil:
		if c.Docket != nil && c.Docket.Status != record.Intake {
			c.find(nil, RuleNoProfile, "the case has no profile", "record one with `casefile add`")
		}
	case c.Subject.Born.IsZero():
		c.find(c.Subject.Profile.Entry, RuleMissingBirthDate, "the date of birth is not known",
			"find it out, and amend the profile")
	}
	c.unlistedFindings()
	for _, r := range c.Retention.Considered {
		if r.Applies && r.MissingFact != "" && r.MissingFact != dateName("service_end") {
			c.find(nil, RuleRetentionUnknown, "the rule "+r.ID+" needs the "+r.MissingFact,
				"record it; until then the case is kept")
		}
	}
	if r := c.Retention; r.Unclear != "" {
		c.find(nil, RuleRetentionUnknown, r.Unclear, "record here what it told of statuses and "+
			"categories, and correct the note with `amend_reason: error`; it counts until a "+
			"senior manager endorses that")
	}
	c.withoutRuleFindings()
	if why := c.RetainEarly(); why != "" {
		c.find(nil, RuleRetainEarly, why, Redate(c.ID)+" computes the date again")
	}
	if c.Docket != nil && (c.Docket.Status == record.Closing || c.Docket.Status == record.Closed) {
		for _, item := range c.closureLacks() {
			c.find(entryOf(c.Closure), RuleClosureIncomplete,
				fmt.Sprintf("closing asks for %s: %s", item.Name, item.Why),
				"record it, or return the closure")
		}
	}
}

func entryOf(it *Item) *record.Entry {
	if it == nil {
		return nil
	}
	return it.Entry
}

func (c *Case) allocationFindings() {
	worker := c.Allocation.KeyWorker
	switch {
	case c.Docket == nil || c.Docket.Status == record.Intake:
	case worker == "":
		c.find(nil, RuleNoKeyWorker, "the case has no key worker",
			"assign one with `casefile assign`")
	case c.in.Active != nil && !c.in.Active[worker]:
		c.find(nil, RuleKeyWorkerLeft, "the key worker "+c.name(worker)+" has left",
			"assign another with `casefile assign`")
	}
}

// enoughToJudge is the number of negative entries from which a lack of others says something about
// the recording.
const enoughToJudge = 3

// balance warns where a record tells only what is wrong.
func (c *Case) balance() {
	negative, positive := 0, 0
	for _, t := range c.threads {
		switch t.Impact {
		case "negative":
			negative++
		case "positive":
			positive++
		}
	}
	if negative >= enoughToJudge && positive == 0 {
		c.find(nil, RuleOnlyNegatives,
			fmt.Sprintf("%d entries are negative, and none is positive", negative),
			"record strengths and achievements too")
	}
}

// linkFindings checks every link of every version, and of endorsements.
func (c *Case) linkFindings(items []*Item) {
	kinds := map[record.ID]string{}
	for _, it := range c.in.Items {
		if it.Entry != nil && c.stood(&it) {
			kinds[it.ID] = it.Kind
		}
	}
	for _, it := range items {
		for relation, refs := range it.Links {
			for _, ref := range refs {
				c.checkLink(it, relation, ref, kinds)
			}
		}
	}
}

func (c *Case) checkLink(it *Item, relation string, ref record.Ref, kinds map[record.ID]string) {
	kind, ok := kinds[ref.Entry]
	name := "another case's entry " + ref.String()
	if ref.Case == c.ID || ref.Case == "" {
		name = c.Short(ref.Entry)
		ok = ok && ref.Entry != it.ID
	} else if c.in.Known == nil {
		return
	} else {
		kind, ok = c.in.Known(ref)
	}
	want := wanted(it, relation)
	switch {
	// which says what there is to say
	case !ok && (ref.Case == c.ID || ref.Case == "") && c.Tombstone(ref.Entry) != nil:
	case !ok:
		c.find(it.Entry, RuleUnknownLink,
			fmt.Sprintf("links.%s names %s, which is not another entry here", relation, name),
			"amend the entry with the right ID; `casefile list` helps to find it")
	case want != "" && kind != want && !(relation == record.KindHold && kind == record.KindDeath):
		c.find(it.Entry, RuleLinkWrongKind,
			fmt.Sprintf("links.%s names %s, which is %s and not %s", relation, name,
				record.WithArticle(kind), record.WithArticle(want)),
			"amend the entry with the right ID")
	}
}

// wanted returns the kind that a relation must lead to, "" for any.
func wanted(it *Item, relation string) string {
	switch relation {
	case "evidence", "related", "tests":
		return ""
	case "amends":
		return it.Kind
	case "request":
		return record.KindAccessRequest
	}
	return relation
}
