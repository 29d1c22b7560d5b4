package cases

import (
	"fmt"
	"slices"

	"casefile/internal/record"
)

// auditThread follows the case from referral to closure.
func (c *Case) auditThread() AuditRow {
	const name, asks = "referral-to-closure",
		"the record leads from referral through interventions to outcome and closure"
	gaps := c.Gaps()
	if len(gaps) == 0 {
		return answer(name, asks, true, nil, "no gap")
	}
	r := answer(name, asks, false, nil, countOf(len(gaps), "gap")+": "+gaps[0].What)
	for _, g := range gaps[:min(len(gaps), mostShown)] {
		if g.Ref.Entry != "" && !slices.Contains(r.Where, g.Ref) {
			r.Where = append(r.Where, g.Ref)
		}
	}
	return r
}

func (c *Case) auditRisks() AuditRow {
	const name, asks = "risks", "risks of harm are named, identified or potential, with their " +
		"source and those at risk, and reviewed"
	var all, wrong []*Thread
	for _, r := range c.Risks {
		all = append(all, r.Latest)
		if r.Overdue || known(r.Source) == "" || len(r.AtRisk) == 0 {
			wrong = append(wrong, r.Latest)
		}
	}
	if len(all) == 0 {
		return answer(name, asks, false, nil, "no risk is recorded")
	}
	return c.audit(name, asks, wrong, all,
		fmt.Sprintf("%s, %d incomplete or overdue", countOf(len(all), "risk"), len(wrong)))
}

func (c *Case) auditInterventions() AuditRow {
	const name, asks = "interventions", "each intended outcome has interventions, with by whom " +
		"and why"
	var all, wrong []*Thread
	for _, o := range c.Outcomes {
		all = append(all, o.Entry)
		bad := func(t *Thread) bool {
			return known(t.Str("reason")) == "" || known(t.Str("delivered_by")) == ""
		}
		if len(o.Interventions) == 0 || slices.ContainsFunc(o.Interventions, bad) {
			wrong = append(wrong, o.Entry)
		}
	}
	if len(all) == 0 {
		return answer(name, asks, false, nil, "no intended outcome is recorded")
	}
	return c.audit(name, asks, wrong, all,
		fmt.Sprintf("%s, %d without", countOf(len(all), "outcome"), len(wrong)))
}

func (c *Case) auditEvidence() AuditRow {
	const name, asks = "evidence", "change is shown by evidence"
	var all, bare []*Thread
	for _, o := range c.Outcomes {
		for _, r := range o.Ratings {
			all = append(all, r.Entry)
			if r.Changed && len(r.Evidence) == 0 {
				bare = append(bare, r.Entry)
			}
		}
	}
	if len(all) == 0 {
		return answer(name, asks, false, nil, "nothing was rated")
	}
	return c.audit(name, asks, bare, all,
		fmt.Sprintf("%s, %d changed without evidence", countOf(len(all), "rating"), len(bare)))
}

func (c *Case) auditAnalysis() AuditRow {
	const name, asks = "analysis", "progress is analysed: a review compares the baseline with now"
	var wrong []*Thread
	for _, o := range c.Outcomes {
		if o.Analysis == "" {
			wrong = append(wrong, o.Entry)
		}
	}
	reviews := c.of(record.KindReview)
	if len(reviews) == 0 {
		return answer(name, asks, false, nil, "no review is recorded")
	}
	return c.audit(name, asks, wrong, reviews,
		fmt.Sprintf("%s, %d without", countOf(len(c.Outcomes), "outcome"), len(wrong)))
}

func (c *Case) auditReferrals() AuditRow {
	const name, asks = "referrals", "referrals by voice to social services were confirmed in " +
		"writing in time, and the receiver's decision is recorded"
	var all, late []*Thread
	corrected := 0
	for _, r := range c.Referrals {
		if r.Confirmation.Due.IsZero() && r.Reply.Due.IsZero() {
			continue
		}
		all = append(all, r.Entry)
		if r.Confirmation.Late > 0 || r.Confirmation.Runs() || r.Reply.Runs() {
			late = append(late, r.Entry)
		}
		if r.Confirmation.Timeliness() == LateCorrected || r.Reply.Timeliness() == LateCorrected {
			corrected++
		}
	}
	if len(all) == 0 {
		return notAsked(name, asks, "none went to social services")
	}
	why := fmt.Sprintf("%s, %d late or open", countOf(len(all), "referral"), len(late))
	if corrected > 0 {
		why += fmt.Sprintf("; %d late as first recorded, corrected, and the correction endorsed",
			corrected)
	}
	return c.audit(name, asks, late, all, why)
}

func (c *Case) auditTransfer() AuditRow {
	const name, asks = "transfer", "at the end of service it was reviewed whether the records " +
		"must transfer"
	if c.Closure == nil {
		return notAsked(name, asks, "the case has not ended")
	}
	why := c.said("transfer_review")
	return answer(name, asks, why != "", []*Thread{c.byID[c.Closure.ID]}, why)
}

func (c *Case) auditSupervision() AuditRow {
	const name, asks = "supervision", "the case is talked over in supervision"
	all := c.of(record.KindSupervision)
	why := countOf(len(all), "supervision")
	if n := len(all); n > 0 {
		why += ", the last on " + c.day(c.occurred(all[n-1].Entry)).String()
	}
	return answer(name, asks, len(all) > 0 && !c.passed(RuleSupervisionOverdue), all, why)
}

func (c *Case) auditAccess() AuditRow {
	const name, asks = "subject-access", "requests of the subject for access were answered"
	all := c.of(record.KindAccessRequest)
	if len(all) == 0 {
		return notAsked(name, asks, "nobody asked")
	}
	open := those(all, func(t *Thread) bool {
		return len(c.linking(t, "request", record.KindAccessDisclosure)) == 0
	})
	return c.audit(name, asks, open, all,
		fmt.Sprintf("%s, %d not answered yet", countOf(len(all), "request"), len(open)))
}

func (c *Case) auditKept() AuditRow {
	const name, asks = "retention", "it is known until when the record is kept"
	if c.Docket == nil || c.live() {
		return notAsked(name, asks, "the date is set when the case closes")
	}
	until := c.Docket.RetainUntil
	if until.IsZero() {
		return answer(name, asks, false, nil, "a fact is missing")
	}
	return answer(name, asks, !c.Docket.Blocked(record.BlockRecheck), nil, "until "+until.String())
}
