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

// closureFacts returns the things that a policy can ask for before a case closes. Open risks, open
// actions, unanswered referrals and decisions that wait for endorsement are asked about under every
// policy.
func closureFacts() []string {
	return []string{"reason", "outcome", "child_view", "parent_view", "agencies_told",
		"transfer_review", "evidence_of_change"}
}

// retentionGrounds returns the words that a retention rule may have in `when`: content of a case (a
// concern, a referral out, an entry of a category), a flag that a profile can give the subject, or
// the circumstance died_under_18, which must hold as well. A flag counts if the subject ever had
// it, and a category if any entry ever had it.
func retentionGrounds() []string {
	out := append([]string{"concern", "referral_out", DiedUnder18}, Flags()...)
	for _, c := range grounds() {
		out = append(out, CategoryGround(c))
	}
	return out
}

// CategoryGround returns the words by which a retention rule names a category in `when`.
func CategoryGround(category string) string { return "category " + category }

// Flags returns the statuses that a profile can give the subject for a time. schema/entry.json
// lists the same.
func Flags() []string {
	return []string{"looked_after", "child_protection", "child_in_need", "early_help", "allegation",
		"adopted", "privately_fostered", "care_leaver", "disability",
		"special_needs", "young_carer", "unaccompanied", "missing_episodes"}
}

// CategoryOfFlag returns the category that replaced a former flag, and "" for any other word. A
// text that still has such a flag is read as if it named the category.
func CategoryOfFlag(flag string) string {
	switch flag {
	case "child_sexual_abuse":
		return "sexual_abuse"
	case "exploitation":
		return "exploitation"
	}
	return ""
}

// Categories returns the possible subjects of a concern, a referral, a risk or a triage; more than
// one may apply. NoCategory and UnknownCategory are among them.
func Categories() []string { return append(grounds(), NoCategory, UnknownCategory) }

// The two categories that are no ground for keeping a case: none of the others, and not
// known yet.
const (
	NoCategory      = "none_of_these"
	UnknownCategory = "unknown"
)

// grounds returns the categories that a retention rule can ask for.
func grounds() []string {
	return []string{"physical_abuse", "emotional_abuse", "sexual_abuse", "neglect",
		"domestic_abuse",
		"exploitation", "sexual_exploitation", "online_harm", "self_harm",
		"harmful_sexual_behaviour",
		"radicalisation", "female_genital_mutilation", "forced_marriage", "bullying", "missing",
		"allegation_against_staff"}
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

// agencyRoles returns the roles that an agency can have in law.
func agencyRoles() []string {
	return []string{"responsible_authority", "adoption_agency", "designated_social_work_body",
		"childrens_home", "fostering_service", "residential_school"}
}

func readerWords() []string {
	return []string{"key_worker", "line_manager", "senior_manager", "lead"}
}

func exemptions() []string {
	return []string{"third_party", "serious_harm", "child_abuse_not_in_best_interests",
		"court_data", "expressed_wish"}
}
