package cases

import "casefile/internal/record"

// The rules across entries, as findings name them.
const (
	RuleRefused              = "entry-refused"
	RuleUnknownLink          = "unknown-link"
	RuleLinkWrongKind        = "link-wrong-kind"
	RuleAmendmentLoop        = "amendment-loop"
	RuleAmendWithoutReason   = "amend-without-reason"
	RuleAmendWithoutRight    = "amend-without-right"
	RuleOriginTyped          = "origin-typed" // of room casebook, which alone prepares texts
	RuleEndorsesNothing      = "endorses-nothing"
	RuleNoKeyWorker          = "no-key-worker"
	RuleKeyWorkerLeft        = "key-worker-left"
	RuleClosureIncomplete    = "closure-incomplete"
	RuleReferralUnconfirmed  = "referral-unconfirmed"
	RuleConfirmedLate        = "referral-confirmed-late"
	RuleReferralNoResponse   = "referral-no-response"
	RuleConcernWithoutTriage = "concern-without-triage"
	RuleCategoryUnknown      = "category-unknown"
	RuleConcernWithoutAction = "concern-without-action"
	RuleConcernRecordedLate  = "concern-recorded-late"
	RuleRiskReview           = "risk-open-overdue-review"
	RuleOutcomeAlone         = "outcome-without-intervention"
	RuleInterventionAlone    = "intervention-without-outcome"
	RuleProgressAlone        = "progress-without-outcome"
	RuleRatingNoEvidence     = "rating-change-without-evidence"
	RuleReviewOverdue        = "review-overdue"
	RuleActionOverdue        = "action-overdue"
	RuleNotEndorsedInTime    = "decision-not-endorsed-in-time"
	RuleEndorsedEarlier      = "endorsed-earlier-version"
	RuleReturned             = "returned-unanswered"
	RuleEndorsementOther     = "endorsement-other"
	RuleReportedEvidence     = "reported-without-evidence"
	RuleSecondPerson         = "second-person-missing"
	RuleLateRecording        = "late-recording"
	RuleIntakeTooLong        = "intake-too-long"
	RuleSupervisionOverdue   = "supervision-overdue"
	RuleDormant              = "dormant"
	RuleNoProfile            = "no-profile"
	RuleMissingBirthDate     = "missing-birth-date"
	RuleRetentionUnknown     = "retention-unknown"
	RuleStatusNoRule         = "status-without-rule"
	RuleRetainEarly          = "retain-early"
	RuleUnknownFact          = "unknown-fact"
	RuleOnlyNegatives        = "only-negatives"
	RuleNoReceipt            = "transfer-without-receipt"
	RuleNextContact          = "next-contact-overdue"
	RuleBeforeBirth          = "before-birth"
	RuleLongBeforeOpening    = "long-before-opening"
	RuleHandoverOther        = "handover-other"
	RuleAccessOverdue        = "access-overdue"
	RuleAccessLate           = "access-answered-late"
	RuleExtensionLate        = "access-extension-told-late"
	RuleExtensionLong        = "access-extension-too-long"
	RuleTransferOverdue      = "transfer-not-sent"
	RuleTransferLate         = "transfer-sent-late"
	RuleTransferReview       = "transfer-review-overdue"
	RuleUntested             = "hypothesis-untested"
	// of room duty: whom the team lets in is for the team to say
	RuleCoverEnded   = "cover-ended"
	RuleReceiptOther = "receipt-other"
	RuleBeforeCause  = "answer-before-question"
	RuleHoldReview   = "hold-review-overdue"
	RuleHoldOther    = "hold-other"
	RuleHoldUnlisted = "hold-unlisted"
	RuleApart        = "recorded-apart"
	RuleKept         = "protection-kept"
)

// template is the policy template from which many of the rules come.
const template = "record-keeping policy template"

// Rules describes every rule whose name a finding of this package carries.
func Rules() []record.Rule { return append(workRules(), actRules()...) }

// workRules returns the rules about the record of work with a child.
func workRules() []record.Rule {
	const e, w = record.Error, record.Warning
	return []record.Rule{
		{Name: RuleRefused, Severity: e, About: "an entry agrees with the commit that added it",
			Source: "format 1"},
		{Name: RuleUnknownLink, Severity: e, About: "a link names an entry that exists"},
		{Name: RuleLinkWrongKind, Severity: e, About: "a link names an entry of the kind that " +
			"its relation says"},
		{Name: RuleAmendmentLoop, Severity: e, About: "no entry amends itself by way of others"},
		{Name: RuleAmendWithoutReason, Severity: e, About: "only its author corrects an entry " +
			"without giving a reason"},
		{Name: RuleAmendWithoutRight, Severity: e, About: "somebody else's entry is amended only " +
			"by a reader of the case who may add to it"},
		{Name: RuleOriginTyped, Severity: e, About: "only the program writes where a text was " +
			"recorded first", Source: "format 1"},
		{Name: RuleEndorsesNothing, Severity: e, About: "an endorsement binds a text of the case " +
			"by ID and SHA-256"},
		{Name: RuleNoKeyWorker, Severity: e, About: "an open case has exactly one key worker",
			Source: template},
		{Name: RuleKeyWorkerLeft, Severity: e, About: "the key worker is still in the team",
			Source: template},
		{Name: RuleClosureIncomplete, Severity: e, About: "a closing case has all that closing " +
			"asks for", Source: template},
		{Name: RuleReferralUnconfirmed, Severity: w, About: "a referral by voice to social " +
			"services is confirmed in writing in 24 hours", Source: template},
		{Name: RuleConfirmedLate, Severity: w, About: "a confirmation that came late stays marked",
			Source: template},
		{Name: RuleReferralNoResponse, Severity: w, About: "the receiver's decision is recorded " +
			"in one working day, or followed up", Source: "KCSIE; Working Together"},
		{Name: RuleConcernWithoutTriage, Severity: w, About: "a concern is read and triaged in " +
			"time", Source: template},
		{Name: RuleCategoryUnknown, Severity: w, About: "whoever triaged a concern says within " +
			"one working day which category it is, or that it is none"},
		{Name: RuleConcernWithoutAction, Severity: w, About: "a concern leads to an action, or a " +
			"reason for none", Source: template},
		{Name: RuleConcernRecordedLate, Severity: w, About: "a concern is recorded as soon as " +
			"policy says", Source: template},
		{Name: RuleRiskReview, Severity: w, About: "an open risk is looked at again in time"},
		{Name: RuleOutcomeAlone, Severity: w, About: "an intended outcome has an intervention",
			Source: template},
		{Name: RuleInterventionAlone, Severity: w, About: "an intervention serves an intended " +
			"outcome", Source: template},
		{Name: RuleProgressAlone, Severity: w, About: "a rating or a review belongs to an " +
			"intended outcome", Source: template},
		{Name: RuleRatingNoEvidence, Severity: w, About: "a changed rating links its evidence",
			Source: template},
		{Name: RuleReviewOverdue, Severity: w, About: "each intended outcome is reviewed in time",
			Source: template},
		{Name: RuleActionOverdue, Severity: w, About: "actions are done by their day"},
		{Name: RuleNotEndorsedInTime, Severity: w, About: "what needs endorsement is endorsed in " +
			"time", Source: template},
		{Name: RuleEndorsedEarlier, Severity: w, About: "an endorsement is of the text that stands",
			Source: template},
		{Name: RuleReturned, Severity: w, About: "a returned entry is answered by a new version"},
		{Name: RuleSecondPerson, Severity: w, About: "somebody other than the author can endorse",
			Source: template},
		{Name: RuleLateRecording, Severity: w, About: "an event is recorded soon after it"},
		{Name: RuleIntakeTooLong, Severity: w, About: "an intake is accepted within one working " +
			"day", Source: template},
		{Name: RuleSupervisionOverdue, Severity: w, About: "each case is talked over in " +
			"supervision", Source: "Nottinghamshire; Washington State"},
		{Name: RuleDormant, Severity: w, About: "an open case has recent entries"},
		{Name: RuleNoProfile, Severity: w, About: "a case says whom it is about"},
		{Name: RuleMissingBirthDate, Severity: w, About: "the profile has the date of birth, " +
			"from which retention is counted"},
		{Name: RuleRetentionUnknown, Severity: w, About: "the facts that retention asks for are " +
			"recorded", Source: template},
		{Name: RuleStatusNoRule, Severity: w, About: "a rule of retention applies to each status " +
			"that was held, or the policy says that it needs none"},
		{Name: RuleUnknownFact, Severity: w, About: "what was recorded as unknown is found out"},
		{Name: RuleOnlyNegatives, Severity: w, About: "a record shows strengths as well as " +
			"concerns", Source: template},
		{Name: RuleNoReceipt, Severity: w, About: "a transfer of records is acknowledged",
			Source: "KCSIE"},
		{Name: RuleNextContact, Severity: w, About: "the next contact that was planned takes " +
			"place by its day"},
		{Name: RuleBeforeBirth, Severity: w, About: "what happened to the subject did not happen " +
			"before the subject was born"},
		{Name: RuleLongBeforeOpening, Severity: w, About: "a contact is not more than a year " +
			"older than the case: mostly the year is mistyped"},
	}
}

// actRules returns the rules about acts with an operation of their own, about what goes out to
// others, and about texts that disagree.
func actRules() []record.Rule {
	const e, w = record.Error, record.Warning
	return []record.Rule{
		{Name: RuleEndorsementOther, Severity: e, About: "a reported endorsement is of the entry " +
			"and the verdict that its command names"},
		{Name: RuleReportedEvidence, Severity: e, About: "an endorsement that was only reported " +
			"says who gave it and links its evidence", Source: template},
		{Name: RuleHandoverOther, Severity: e, About: "a handover names the people and the day " +
			"that its command does"},
		{Name: RuleAccessOverdue, Severity: w, About: "a subject access request is answered in " +
			"time", Source: "UK GDPR Articles 12, 12A"},
		{Name: RuleAccessLate, Severity: w, About: "an answer to a subject access request that " +
			"came late stays marked", Source: "UK GDPR Articles 12, 12A"},
		{Name: RuleExtensionLate, Severity: w, About: "the person is told of an extension within " +
			"the first month", Source: "UK GDPR Article 12A"},
		{Name: RuleExtensionLong, Severity: w, About: "an extension is of two further months at " +
			"most", Source: "UK GDPR Article 12A"},
		{Name: RuleTransferOverdue, Severity: w, About: "records that go to another agency are " +
			"sent in time", Source: "KCSIE"},
		{Name: RuleTransferLate, Severity: w, About: "a transfer that was sent late stays marked",
			Source: "KCSIE"},
		{Name: RuleCoverEnded, Severity: w, About: "whoever covered for a time is not left with " +
			"access", Source: template},
		{Name: RuleUntested, Severity: w, About: "a hypothesis is put to the test by the day " +
			"that it names", Source: template},
		{Name: RuleTransferReview, Severity: w, About: "a move out of the area leads to a review " +
			"of the transfer of records", Source: template},
		{Name: RuleBeforeCause, Severity: e, About: "what answers an entry did not happen before " +
			"what that entry tells of"},
		{Name: RuleHoldOther, Severity: e, About: "a release is of the one hold that its command " +
			"names"},
		{Name: RuleHoldUnlisted, Severity: e, About: "what holds the case is named in its " +
			"docket, where everybody sees it"},
		{Name: RuleHoldReview, Severity: w, About: "a hold is looked at again by the day that it " +
			"names", Source: template},
		{Name: RuleApart, Severity: w, About: "whoever records something has read what was " +
			"recorded of the same thing before"},
		{Name: RuleKept, Severity: w, About: "a protection or a status ends only by an entry " +
			"that says so"},
		{Name: RuleRetainEarly, Severity: e, About: "a docket lets no case go before the rules " +
			"and facts of today do", Source: "format 1"},
		{Name: RuleReceiptOther, Severity: e, About: "a receipt is for the records that were sent"},
	}
}

func severities() map[string]record.Severity {
	out := map[string]record.Severity{}
	for _, r := range Rules() {
		out[r.Name] = r.Severity
	}
	return out
}
