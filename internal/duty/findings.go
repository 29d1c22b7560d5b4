package duty

import (
	"cmp"
	"fmt"
	"slices"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// Findings returns validate's findings of lateness in one case: clocks that have run out, and
// things that were done late and stay so. duties are those of the case.
func Findings(facts Facts, duties []Duty, w World) record.Findings {
	f := &finder{facts: facts, id: facts.Docket.Case, w: w, severity: severities()}
	for _, d := range duties {
		if d.Ref.Case == f.id {
			f.duty(d)
		}
	}
	for _, d := range facts.Late {
		f.answered(d)
	}
	slices.SortStableFunc(f.out, func(a, b record.Finding) int {
		return cmp.Or(
			cmp.Compare(a.File, b.File),
			cmp.Compare(a.Rule, b.Rule),
			cmp.Compare(a.Found, b.Found),
		)
	})
	return f.out
}

type finder struct {
	facts    Facts
	id       record.ID
	w        World
	severity map[string]record.Severity
	out      record.Findings
}

func severities() map[string]record.Severity {
	out := map[string]record.Severity{}
	for _, r := range cases.Rules() {
		out[r.Name] = r.Severity
	}
	return out
}

func (f *finder) find(ref record.Ref, short, rule, found, do string) {
	out := record.Finding{
		File:     f.id.String(),
		Rule:     rule,
		Severity: f.severity[rule],
		Found:    found,
		Do:       do,
		Case:     f.id,
		Entry:    ref.Entry,
	}
	if ref.Entry != "" && ref.Entry == f.facts.Docket.Pending {
		short = f.facts.PendingShort // the history alone can't tell it
	}
	if ref.Entry != "" {
		out.File += "/" + short
	}
	f.out = append(f.out, out)
}

// duty reports that something still to be done is late, and that nobody is left to do it.
func (f *finder) duty(d Duty) {
	switch d.Rule {
	// the fold finds these at once
	case cases.RuleNoReceipt, cases.RuleUnknownFact, cases.RuleBeforeCause, cases.RuleApart,
		RuleNoWorker:
		return
	}
	if d.Late == 0 {
		return
	}
	found := fmt.Sprintf(
		"%s was due on %s, %s ago",
		d.What,
		d.Due.In(f.w.Policy.Zone()).Format("2006-01-02 15:04"),
		LateWords(d, f.w),
	)
	if d.Nobody() {
		found += "; " + d.Why
	}
	f.find(d.Ref, d.Short, d.Rule, found, f.remedy(d))
}

// answered reports that something was done late and stays so. It does so for a recording, a
// confirmation, an answer to the subject and a transfer. due --late lists the others.
func (f *finder) answered(d cases.Deadline) {
	late := cases.LateWords(d, d.Answered, f.w.Policy.Calendar(), f.w.Policy.Zone())
	if late == "" {
		return
	}
	corrected := cases.AsRecorded(d.Timeliness(), d.Corrections, f.w.name, f.w.Policy.Zone())
	day := func() record.Date { return record.DateOf(d.Answered.In(f.w.Policy.Zone())) }
	const stays = "nothing mends it; say why in the record"
	switch d.Rule {
	case cases.RuleLateRecording:
		f.find(
			d.Ref,
			d.Short,
			d.Rule,
			fmt.Sprintf(
				"recorded on %s, %s late, of %s%s",
				day(),
				late,
				f.facts.Told[d.Ref.Entry],
				corrected,
			),
			"record soon after the event; the mark stays",
		)
	case cases.RuleConcernRecordedLate:
		f.find(
			d.Ref,
			d.Short,
			d.Rule,
			fmt.Sprintf(
				"the concern of %s was recorded on %s%s",
				f.facts.Told[d.Ref.Entry],
				day(),
				corrected,
			),
			"record concerns on "+f.w.Policy.Concern.Recorded.String()+"; the mark stays",
		)
	case cases.RuleConfirmedLate:
		f.find(d.Ref, d.Short, d.Rule, "confirmed in writing "+late+" late"+corrected, stays)
	case cases.RuleAccessLate:
		f.find(d.Ref, d.Short, d.Rule,
			fmt.Sprintf("answered on %s, %s late%s", day(), late, corrected), stays)
	case cases.RuleTransferLate:
		f.find(d.Ref, d.Short, d.Rule, "the records were sent "+late+" late"+corrected, stays)
	}
}

// LateWords tells the delay of a duty in the words of every page, and "" while it is in time.
func LateWords(d Duty, w World) string {
	if d.Late == 0 {
		return ""
	}
	return cases.Behind(d.Due, d.Late, w.Policy.Zone())
}

// remedy returns the words about what to do when a clock has run out.
func (f *finder) remedy(d Duty) string {
	if d.Rule == cases.RuleReferralNoResponse && f.w.Policy.Referral.OnNoReply == "escalate" {
		return "ring the receiver; record the answer with `casefile reply`, or with whom you " +
			"followed it up with `casefile escalation`"
	}
	known := map[string]string{
		cases.RuleReferralUnconfirmed: "confirm it in writing now, and record it with `casefile " +
			"confirm`",
		cases.RuleReferralNoResponse: "ask the receiver, and record the answer with `casefile " +
			"reply`",
		cases.RuleConcernWithoutTriage: "read it, and record what happens now with `casefile " +
			"triage`",
		cases.RuleCategoryUnknown: "amend the triage with its category, or none_of_these; " +
			"`casefile kinds triage` lists them",
		cases.RuleRiskReview:         "look at the risk again, and record it with a link to this one",
		cases.RuleReviewOverdue:      "review the outcome, and record the review",
		cases.RuleActionOverdue:      "record an action-result, or a new day",
		cases.RuleNotEndorsedInTime:  "ask a manager to endorse or return it",
		cases.RuleIntakeTooLong:      "accept the intake, or file it into its case",
		cases.RuleSupervisionOverdue: "talk the case over, and record the supervision",
		cases.RuleDormant:            "record what has happened, or close the case",
		cases.RuleAccessOverdue:      "answer it now: `casefile sar CASE` shows how the day came about",
		cases.RuleHoldReview: "release the hold with `casefile release`, or record a decision " +
			"with " +
			"links.hold that says why it stays, and in review_on the day of the next look",
		cases.RuleTransferOverdue: "send the records now, and record the transfer",
		cases.RuleTransferReview: "decide whether the records go elsewhere, and record it with " +
			"links.related to the profile",
		cases.RuleUntested: "say what the test showed in an entry with links.tests, or amend the " +
			"hypothesis",
		cases.RuleNextContact: "get in touch, and record the contact, held or not",
	}
	return cmp.Or(known[d.Rule], d.Command)
}
