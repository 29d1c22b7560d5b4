package cases

import (
	"fmt"
	"slices"
	"strings"

	"casefile/internal/record"
)

func (c *Case) auditProgress() AuditRow {
	all := c.of("progress")
	return answer("progress", "progress and achievements are monitored", len(all) > 0, all, countOf(len(all), "entry")+" of progress")
}

func (c *Case) auditConcerns() AuditRow {
	const name, asks = "concerns", "each concern was triaged, and led to an action or a reason for none"
	var all, open []*Thread
	for _, n := range c.Concerns {
		all = append(all, n.Entry)
		if n.Triage == nil || n.Action == "" {
			open = append(open, n.Entry)
		}
	}
	if len(all) == 0 {
		return notAsked(name, asks, "no concern is recorded")
	}
	return c.audit(name, asks, open, all, fmt.Sprintf("%s, %d unfinished", countOf(len(all), "concern"), len(open)))
}

// auditDealings asks that the child was seen; an adult subject, or one who has
// died, need not be.
func (c *Case) auditDealings() AuditRow {
	const name, asks = "dealings", "dealings with the child and the parents are recorded, and the child was seen"
	all := c.of("contact")
	why := countOf(len(all), "contact")
	asked := !c.Subject.Adult && c.Death == nil
	switch {
	case c.Seen.Last != nil && c.Seen.Alone != nil:
		why += fmt.Sprintf("; last seen %s, alone %s", c.day(c.occurred(c.Seen.Last.Entry)), c.day(c.occurred(c.Seen.Alone.Entry)))
	case c.Seen.Last != nil:
		why += fmt.Sprintf("; last seen %s, never alone", c.day(c.occurred(c.Seen.Last.Entry)))
	case asked:
		why += "; the child was not seen"
	}
	return answer(name, asks, len(all) > 0 && (c.Seen.Last != nil || !asked), all, why)
}

func (c *Case) auditSigned() AuditRow {
	return answer("accountable", "every entry traces to somebody who was a member when it was recorded", len(c.Faults) == 0, nil,
		countOf(len(c.Faults), "refused entry"))
}

// leastReaders: the policy template wants nobody to be the only one who can read.
const leastReaders = 2

func (c *Case) auditContinuity(readers int) AuditRow {
	why := fmt.Sprintf("%d can read it; %s", readers, countOf(len(c.of("handover")), "handover"))
	return answer("continuity", "work can go on when somebody is away or leaves: two people or more can read the case", readers >= leastReaders, c.of("handover"), why)
}

func (c *Case) auditLanguage() AuditRow {
	return AuditRow{Name: "language", Asks: "the language is clear, straightforward, concise and accurate", Answer: AuditLook,
		Where: refsOf(c.of("contact", "assessment", "decision")), Why: "read the newest"}
}

func (c *Case) auditNatures() AuditRow {
	const name, asks = "facts-and-judgements", "facts, opinion, judgements and hypothesis are told apart, and judgements name their facts"
	judged := those(c.threads, func(t *Thread) bool { return t.Section("Judgement") != "" })
	bare := those(judged, func(t *Thread) bool { return !strings.Contains(t.Section("Judgement"), "Based on") })
	facts := those(c.threads, func(t *Thread) bool { return t.Section("Facts") != "" })
	if len(judged)+len(facts) == 0 {
		return answer(name, asks, false, nil, "no entry has a section of facts or of judgements")
	}
	return c.audit(name, asks, bare, facts, fmt.Sprintf("%d with facts, %d with judgements, %d of these name no fact", len(facts), len(judged), len(bare)))
}

func (c *Case) auditSources() AuditRow {
	who := map[string]bool{}
	for _, t := range c.threads {
		for _, s := range t.Sources {
			who[s.Who+"|"+s.Agency] = true
		}
	}
	return answer("sources", "the information comes from a number of sources", len(who) > 1, nil, countOf(len(who), "source"))
}

func (c *Case) auditDecisions() AuditRow {
	const name, asks = "decisions", "decisions are plainly sole or joint, and endorsed as policy asks"
	all := c.of("decision")
	if len(all) == 0 {
		return answer(name, asks, false, nil, "no decision is recorded")
	}
	open := those(all, func(t *Thread) bool { return !t.Endorsement.Complete() || t.Str("mode") == "" })
	return c.audit(name, asks, open, all, fmt.Sprintf("%s, %d not endorsed", countOf(len(all), "decision"), len(open)))
}

func (c *Case) auditWorker() AuditRow {
	const name, asks = "named-worker", "the record is kept together by one named worker"
	worker := c.Allocation.KeyWorker
	switch {
	case worker == "":
		return answer(name, asks, false, nil, "nobody")
	case c.in.Active != nil && !c.in.Active[worker] && c.live():
		return answer(name, asks, false, nil, c.name(worker)+", who has left")
	}
	return answer(name, asks, true, nil, c.name(worker)+", since "+c.Allocation.Since.String())
}

func (c *Case) auditRecording() AuditRow {
	late := those(c.threads, func(t *Thread) bool { return c.late(t.First) > 0 })
	return c.audit("chronology", "the chronology is kept: events were recorded soon after they happened", late, nil,
		fmt.Sprintf("%s, %d recorded late", countOf(len(c.threads), "entry"), len(late)))
}

// auditThread follows the case from referral to closure.
func (c *Case) auditThread() AuditRow {
	const name, asks = "referral-to-closure", "the record leads from referral through interventions to outcome and closure"
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
	const name, asks = "risks", "risks of harm are named, identified or potential, with their source and those at risk, and reviewed"
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
	return c.audit(name, asks, wrong, all, fmt.Sprintf("%s, %d incomplete or overdue", countOf(len(all), "risk"), len(wrong)))
}

func (c *Case) auditInterventions() AuditRow {
	const name, asks = "interventions", "each intended outcome has interventions, with by whom and why"
	var all, wrong []*Thread
	for _, o := range c.Outcomes {
		all = append(all, o.Entry)
		bad := func(t *Thread) bool { return known(t.Str("reason")) == "" || known(t.Str("delivered_by")) == "" }
		if len(o.Interventions) == 0 || slices.ContainsFunc(o.Interventions, bad) {
			wrong = append(wrong, o.Entry)
		}
	}
	if len(all) == 0 {
		return answer(name, asks, false, nil, "no intended outcome is recorded")
	}
	return c.audit(name, asks, wrong, all, fmt.Sprintf("%s, %d without", countOf(len(all), "outcome"), len(wrong)))
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
	return c.audit(name, asks, bare, all, fmt.Sprintf("%s, %d changed without evidence", countOf(len(all), "rating"), len(bare)))
}

func (c *Case) auditAnalysis() AuditRow {
	const name, asks = "analysis", "progress is analysed: a review compares the baseline with now"
	var wrong []*Thread
	for _, o := range c.Outcomes {
		if o.Analysis == "" {
			wrong = append(wrong, o.Entry)
		}
	}
	reviews := c.of("review")
	if len(reviews) == 0 {
		return answer(name, asks, false, nil, "no review is recorded")
	}
	return c.audit(name, asks, wrong, reviews, fmt.Sprintf("%s, %d without", countOf(len(c.Outcomes), "outcome"), len(wrong)))
}

func (c *Case) auditReferrals() AuditRow {
	const name, asks = "referrals", "referrals by voice to social services were confirmed in writing in time, and the receiver's decision is recorded"
	var all, late []*Thread
	for _, r := range c.Referrals {
		if r.Confirmation.Due.IsZero() && r.Reply.Due.IsZero() {
			continue
		}
		all = append(all, r.Entry)
		if r.Confirmation.Late > 0 || r.Confirmation.Runs() || r.Reply.Runs() {
			late = append(late, r.Entry)
		}
	}
	if len(all) == 0 {
		return notAsked(name, asks, "none went to social services")
	}
	return c.audit(name, asks, late, all, fmt.Sprintf("%s, %d late or open", countOf(len(all), "referral"), len(late)))
}

func (c *Case) auditTransfer() AuditRow {
	const name, asks = "transfer", "at the end of service it was reviewed whether the records must transfer"
	if c.Closure == nil {
		return notAsked(name, asks, "the case has not ended")
	}
	why := c.said("transfer_review")
	return answer(name, asks, why != "", []*Thread{c.byID[c.Closure.ID]}, why)
}

func (c *Case) auditSupervision() AuditRow {
	const name, asks = "supervision", "the case is talked over in supervision"
	all := c.of("supervision")
	why := countOf(len(all), "supervision")
	if n := len(all); n > 0 {
		why += ", the last on " + c.day(c.occurred(all[n-1].Entry)).String()
	}
	return answer(name, asks, len(all) > 0 && !c.OverdueFor(RuleSupervisionOverdue), all, why)
}

func (c *Case) auditAccess() AuditRow {
	const name, asks = "subject-access", "requests of the subject for access were answered"
	all := c.of("access-request")
	if len(all) == 0 {
		return notAsked(name, asks, "nobody asked")
	}
	open := those(all, func(t *Thread) bool { return len(c.linking(t, "request", "access-disclosure")) == 0 })
	return c.audit(name, asks, open, all, fmt.Sprintf("%s, %d not answered yet", countOf(len(all), "request"), len(open)))
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
