package policy

import (
	"slices"

	"casefile/internal/record"
)

// The rules of casefile.yaml, as findings name them.
const (
	RuleSyntax       = "policy-syntax"
	RuleTooLarge     = "policy-too-large"
	RuleAlias        = "policy-alias"
	RuleDuplicateKey = "policy-duplicate-key"
	RuleFirstLines   = "policy-first-lines"
	RuleUnknownKey   = "policy-unknown-key"
	RuleMissingKey   = "policy-missing-key"
	RuleWrongType    = "policy-wrong-type"
	RuleWrongValue   = "policy-wrong-value"
	RuleOutOfRange   = "policy-out-of-range"
	RuleZone         = "policy-zone"
	RuleHolidays     = "policy-holidays"
	RuleReviewDate   = "policy-review-date"
	RuleFloor        = "policy-retention-floor"
	RuleUnknownKind  = "policy-unknown-kind"
	RuleOverdue      = "policy-review-overdue"
	RuleOneReader    = "policy-one-reader"
)

// Rules describes every rule whose name a finding about a policy carries.
func Rules() []record.Rule {
	return []record.Rule{
		{Name: RuleSyntax, Severity: record.Error, About: "the policy is one YAML document in " +
			"UTF-8"},
		{Name: RuleTooLarge, Severity: record.Error, About: "the policy is at most 256 KiB"},
		{Name: RuleAlias, Severity: record.Error, About: "the policy has no anchors, aliases, " +
			"tags or merge keys"},
		{Name: RuleDuplicateKey, Severity: record.Error,
			About: "no key and no retention rule stands twice"},
		{Name: RuleFirstLines, Severity: record.Error, About: "the first five lines are format, " +
			"rules, object_format, version, " +
			"retention_version", Source: "format 1"},
		{Name: RuleUnknownKey, Severity: record.Error, About: "every key is one that the program " +
			"knows"},
		{Name: RuleMissingKey, Severity: record.Error, About: "every section is stated, so that " +
			"a new program changes no rule"},
		{Name: RuleWrongType, Severity: record.Error, About: "each value has its type"},
		{Name: RuleWrongValue, Severity: record.Error,
			About: "each value is one of those accepted"},
		{Name: RuleOutOfRange, Severity: record.Error, About: "each figure lies in its range"},
		{Name: RuleZone, Severity: record.Error, About: "the time zone is a name of the IANA list"},
		{Name: RuleHolidays, Severity: record.Error, About: "the holidays are a known set, or " +
			"none"},
		{Name: RuleReviewDate, Severity: record.Error, About: "the policy is reviewed after it " +
			"was approved"},
		{Name: RuleFloor, Severity: record.Error, About: "records are kept at least one year " +
			"from the end of service", Source: "record-keeping policy template"},
		{Name: RuleUnknownKind, Severity: record.Warning,
			About: "endorsement names kinds of entry that exist"},
		{Name: RuleOverdue, Severity: record.Warning, About: "the policy's own review is not " +
			"overdue", Source: "record-keeping policy template"},
		{Name: RuleOneReader, Severity: record.Warning, About: "the profile casework lets two " +
			"people or more read each case", Source: "continuity when staff leave"},
	}
}

func severityOf(rule string) record.Severity {
	rules := Rules()
	i := slices.IndexFunc(rules, func(r record.Rule) bool { return r.Name == rule })
	return rules[i].Severity
}

// Review notes two weaknesses of a valid policy on a day: an overdue review, and a policy that lets
// one person alone read a case in an agency of several. A policy for one to three people may do
// that: each such case has its own finding.
func (p *Policy) Review(today record.Date, file string) record.Findings {
	var out record.Findings
	warn := func(rule, found, do string) {
		out = append(out, record.Finding{File: file, Rule: rule, Severity: severityOf(rule),
			Found: found, Do: do})
	}
	if !p.ReviewBy.IsZero() && p.ReviewBy.Before(today) {
		warn(RuleOverdue, "the policy was to be reviewed by "+p.ReviewBy.String(),
			"review it, and set `approved` and `review_by` with `casefile policy edit`")
	}
	if p.Profile == Casework && p.Access.MinReaders < 2 {
		warn(RuleOneReader, "access.min_readers is 1: a case may be readable by one person alone",
			"raise it to 2 once there are two people")
	}
	return out
}
