package policy

// The profiles that init offers.
const (
	Casework = "casework"
	Small    = "small"
	Informal = "informal"
)

// The sets of holidays.
const (
	HolidaysEngland = "gb-eng" // England and Wales
	HolidaysNone    = "none"
)

// Profiles names the profiles that init offers.
func Profiles() []string { return []string{Casework, Small, Informal} }

// closureFacts are the things that a policy can ask for before a case closes.
// Open risks, open actions, unanswered referrals and decisions that wait for
// endorsement are asked about under every policy.
func closureFacts() []string {
	return []string{"reason", "outcome", "child_view", "parent_view", "agencies_told", "transfer_review", "evidence_of_change"}
}

// retentionFacts are the words that a retention rule may have in `when`: what
// a case holds (a concern, a referral out), a flag that a profile can give the
// subject (schema/entry.json lists the same), or the circumstance
// died_under_18, which must hold besides the rest. A flag counts if it was
// ever held.
func retentionFacts() []string {
	return append([]string{"concern", "referral_out", DiedUnder18}, flags()...)
}

// flags are the statuses that a profile can give the subject for a time.
func flags() []string {
	return []string{"looked_after", "child_protection", "child_in_need", "early_help", "allegation",
		"child_sexual_abuse", "adopted", "privately_fostered", "care_leaver", "disability",
		"special_needs", "young_carer", "unaccompanied", "missing_episodes", "exploitation"}
}

// DiedUnder18 is the circumstance that a retention rule may ask for.
const DiedUnder18 = "died_under_18"

// The dates that a term of a retention rule can run from.
const (
	FromBirth      = "birth"
	FromServiceEnd = "service_end"
	FromDeath      = "death"
	FromLastEntry  = "last_entry"
	FromOrder      = "order"
	FromAllegation = "allegation"
)

func termDates() []string {
	return []string{FromBirth, FromServiceEnd, FromDeath, FromLastEntry, FromOrder, FromAllegation}
}

func agencyRoles() []string {
	return []string{"responsible_authority", "adoption_agency", "designated_social_work_body"}
}

func readerWords() []string { return []string{"key_worker", "line_manager", "senior_manager", "lead"} }

func exemptions() []string {
	return []string{"third_party", "serious_harm", "child_abuse_not_in_best_interests", "court_data", "expressed_wish"}
}
