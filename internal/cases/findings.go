package cases

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"casefile/internal/record"
)

// find notes a finding about an entry, or about the case where e is nil.
func (c *Case) find(e *record.Entry, rule, found, do string) {
	f := record.Finding{File: c.ID.String(), Rule: rule, Severity: c.severity[rule], Found: found, Do: do, Case: c.ID}
	if e != nil {
		f.Entry = e.ID
		f.File = c.ID.String() + "/" + c.short(e.ID)
	}
	c.Findings = append(c.Findings, f)
}

// findings judges what the entries add up to.
func (c *Case) findings(items []*Item) {
	for _, it := range c.Faults {
		c.find(it.Entry, RuleRefused, cmp.Or(it.Fault, "the entry cannot be read"), "ask whoever keeps the records; `casefile verify` has the details")
	}
	c.linkFindings(items)
	c.overdueFindings()
	c.textFindings()
	c.timeFindings()
	c.planFindings()
	c.referralFindings()
	c.accessFindings()
	c.transferFindings()
	c.caseFindings()
	slices.SortStableFunc(c.Findings, func(a, b record.Finding) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Found, b.Found))
	})
}

// overdueFindings turns each deadline that has passed into a finding.
func (c *Case) overdueFindings() {
	for _, d := range c.Deadlines {
		if !d.Overdue || d.Rule == RuleNoReceipt || d.Rule == RuleUnknownFact { // these are findings at once
			continue
		}
		var e *record.Entry
		if t := c.thread(d.Ref); t != nil {
			e = t.Entry
		}
		c.find(e, d.Rule, fmt.Sprintf("%s was due on %s, %s ago", d.What, d.Due.In(c.zone).Format("2006-01-02 15:04"), Behind(d.Due, d.LateBy, c.zone)), c.remedy(d.Rule))
	}
}

// Behind is by how much a thing is late, in the same words on every page: whole
// days of the calendar where the whole of a day could be used, else real time.
func Behind(due time.Time, late time.Duration, zone *time.Location) string {
	day := record.DateOf(due.In(zone))
	if due.Equal(day.AddDays(1).At(zone).Add(-time.Second)) { // the last second, as policy.Calendar.EndOf
		return plural(day.DaysUntil(record.DateOf(due.Add(late).In(zone))), "day")
	}
	return Length(late)
}

// Length is a stretch of time in words: 1 h 35 min, 3 days.
func Length(d time.Duration) string {
	hours, minutes := int(d.Hours()), int(d.Minutes())%60
	switch {
	case hours >= 48:
		return fmt.Sprintf("%d days", hours/24)
	case hours > 0:
		return fmt.Sprintf("%d h %d min", hours, minutes)
	}
	return fmt.Sprintf("%d min", minutes)
}

func (c *Case) remedy(rule string) string {
	if rule == RuleReferralNoResponse && c.in.Policy.Referral.OnNoReply == "escalate" {
		return "ring the receiver; record the answer with `casefile reply`, or with whom you followed it up with `casefile escalation`"
	}
	return map[string]string{
		RuleReferralUnconfirmed:  "confirm it in writing now, and record it with `casefile confirm`",
		RuleReferralNoResponse:   "ask the receiver, and record the answer with `casefile reply`",
		RuleConcernWithoutTriage: "read it, and record what happens now with `casefile triage`",
		RuleRiskReview:           "look at the risk again, and record it with a link to this one",
		RuleReviewOverdue:        "review the outcome, and record the review",
		RuleActionOverdue:        "record an action-result, or a new day",
		RuleNotEndorsedInTime:    "ask a manager to endorse or return it",
		RuleIntakeTooLong:        "accept the intake, or file it into its case",
		RuleSupervisionOverdue:   "talk the case over, and record the supervision",
		RuleDormant:              "record what has happened, or close the case",
		RuleAccessOverdue:        "answer it now: `casefile sar CASE` shows how the day came about",
		RuleTransferOverdue:      "send the records now, and record the transfer",
		RuleTransferReview:       "decide whether the records go elsewhere, and record it with links.related to the profile",
		RuleUntested:             "say what the test showed in an entry with links.tests, or amend the hypothesis",
		RuleNextContact:          "get in touch, and record the contact, held or not",
	}[rule]
}

// textFindings are about single texts: late, returned, endorsed before they
// were amended, or with facts left unknown.
func (c *Case) textFindings() {
	for _, t := range c.threads {
		if days := c.late(t.First); days > 0 {
			c.find(t.Entry, RuleLateRecording, fmt.Sprintf("recorded on %s, %s late, of %s", c.day(t.First.Recorded), plural(days, "working day"), t.First.Occurred), "record soon after the event; the mark stays")
		}
		switch t.Endorsement.State {
		case EndorsedEarlier:
			c.find(t.Entry, RuleEndorsedEarlier, "the endorsement is of a text that was amended since", "ask for endorsement of the new text")
		case Returned:
			if c.overtaken(t) {
				break
			}
			c.find(t.Entry, RuleReturned, "a manager returned the "+t.Kind+", and nothing has followed", "answer with `casefile amend`")
		case NoSecondPerson:
			c.find(t.Entry, RuleSecondPerson, "nobody but the author could endorse the "+t.Kind, "bring in a second person, or record an endorsement by word of mouth")
		}
		if c.replaced(t) {
			continue // a newer profile stands in its place
		}
		if facts := unknowns(t.Fields); len(facts) > 0 && c.live() {
			c.find(t.Entry, RuleUnknownFact, "still unknown: "+strings.Join(facts, ", "), "find it out, and amend the entry")
		}
	}
}

func plural(n int, unit string) string {
	if n == 1 {
		return "1 " + unit
	}
	return fmt.Sprintf("%d %ss", n, unit)
}

// unknowns are the fields whose value is unknown, at any depth, sorted.
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

// planFindings are the gaps in the thread from outcome to review.
func (c *Case) planFindings() {
	for _, o := range c.Outcomes {
		if len(o.Interventions) == 0 {
			c.find(o.Entry.Entry, RuleOutcomeAlone, "no intervention serves the intended outcome", "record an intervention with links.outcome")
		}
		for _, r := range o.Ratings {
			if r.Changed && len(r.Evidence) == 0 {
				c.find(r.Entry.Entry, RuleRatingNoEvidence, fmt.Sprintf("the rating changed to %d without linked evidence", r.Value), "amend it with links.evidence")
			}
		}
	}
	for _, it := range c.Unlinked {
		rule, do := RuleProgressAlone, "amend it with links.outcome"
		if it.Kind == "intervention" {
			rule = RuleInterventionAlone
		}
		c.find(it.Entry, rule, "the "+it.Kind+" belongs to no intended outcome", do)
	}
}

// referralFindings are those of referrals and concerns that no deadline says.
func (c *Case) referralFindings() {
	for _, r := range c.Referrals {
		if !r.Confirmation.Done.IsZero() && r.Confirmation.Late > 0 {
			c.find(r.Entry.Entry, RuleConfirmedLate, "confirmed in writing "+Behind(r.Confirmation.Due, r.Confirmation.Late, c.zone)+" late", "nothing mends it; say why in the record")
		}
	}
	for _, n := range c.Concerns {
		if n.Triage != nil && n.Action == "" {
			c.find(n.Entry.Entry, RuleConcernWithoutAction, "the concern has no action and no reason for none", "record the action, or amend it with reason_for_none")
		}
		seen := n.Entry.First.Occurred
		due := c.in.Policy.Calendar().Due(seen.Latest(c.zone), c.in.Policy.Concern.Recorded)
		if !seen.IsZero() && n.Entry.First.FirstRecorded().After(due) {
			c.find(n.Entry.Entry, RuleConcernRecordedLate, fmt.Sprintf("the concern of %s was recorded on %s", seen, c.day(n.Entry.First.FirstRecorded())), "record concerns on "+c.in.Policy.Concern.Recorded.String()+"; the mark stays")
		}
	}
	if !c.in.Policy.Transfer.ReceiptRequired {
		return
	}
	for _, t := range c.of("transfer") {
		if len(c.linking(t, "transfer", "transfer-receipt")) == 0 {
			c.find(t.Entry, RuleNoReceipt, "the receiver has not acknowledged the records", "ask for the receipt slip, and record it")
		}
	}
}
