// Package policy holds the agency's rules as data, and the arithmetic of the
// calendar by which its deadlines are counted.
//
// The rules are the file casefile.yaml at the root of a records repository.
// The program knows three profiles of it (casework, small, informal), each of
// which an agency then makes its own. Nothing here opens a file or looks at a
// clock: bytes and instants come from the caller.
package policy

import (
	"slices"
	"time"

	"casefile/internal/record"
)

// Policy is the content of casefile.yaml.
type Policy struct {
	Format       int    // of the repository: 1
	Rules        int    // by which history is judged and entries are folded: 4
	ObjectFormat string // of git: sha1
	Version      int    // of this file, one more with each change
	// RetentionVersion is the version that last changed how long cases are kept. The program writes
	// it. A date that was computed under an earlier version must be computed again.
	RetentionVersion int
	Profile          string // casework, small or informal

	Approved     Approval    // zero until somebody has approved it
	ReviewBy     record.Date // zero where no day was set
	Jurisdiction string
	Clock        Clock
	WeAre        []string // what the agency is in law, see agencyRoles
	Emergency    string   // printed before anything else where a child is in danger

	Concern       ConcernRules
	Referral      ReferralRules
	Recording     RecordingRules
	Endorsement   EndorsementRules
	Supervision   Span
	Risk          RiskRules
	PlanReview    Span
	Dormant       Span
	Closure       []string // what closing asks for; see closureFacts
	Transfer      TransferRules
	SubjectAccess AccessRules
	Retention     []Rule
	NoRuleNeeded  []string     // statuses that the agency decided need no rule of retention
	PensionAge    []PensionRow // in rising order; none = the table that the program has
	Disposal      DisposalRules
	Erasure       ErasureRules
	Search        SearchRules
	Access        ReaderRules
	Limit         LimitRules
	Language      LanguageRules

	zone     *time.Location
	calendar *Calendar
}

// Approval says who approved the policy, and when.
type Approval struct {
	By string
	On record.Date
}

// None reports that nobody has approved the policy yet.
func (a Approval) None() bool { return a == Approval{} }

// Clock says by which zone and holidays the agency lives.
type Clock struct {
	Timezone      string // IANA name
	Holidays      string // gb-eng or none
	ExtraHolidays []record.Date
}

// ConcernRules are the times allowed for recording and reading a concern.
type ConcernRules struct {
	Recorded        Span
	TriageImmediate Span // where the child is in danger now
	TriageOtherwise Span
}

// ReferralRules are the clocks of a referral that goes out to social services.
type ReferralRules struct {
	WrittenConfirmation Span // of one made by voice
	ReceiverDecision    Span
	OnNoReply           string // escalate or remind
}

// RecordingRules say when a record counts as late.
type RecordingRules struct{ LateAfterWorkingDays int }

// EndorsementRules say which kinds of entry managers must endorse.
type EndorsementRules struct {
	Levels         map[string][]string // kind to levels, in their order
	Order          string              // Distinct or HighestSuffices
	Line, Senior   Span                // how long each may wait
	AcceptReported bool                // an endorsement reported by somebody else counts
}

// RiskRules hold the words for a risk's size, and the time until its next review.
type RiskRules struct {
	Levels             []string // lowest first
	ScaleMin, ScaleMax int
	Review             Span
}

// TransferRules are the clocks of a transfer of records.
type TransferRules struct {
	SendWithin      Span
	NewTerm         string // NewTermFirst5Days, or none
	ReceiptRequired bool
}

// NewTermFirst5Days lets the records of a child who starts elsewhere with a new term go in
// the first five days of that.
const NewTermFirst5Days = "first_5_days"

// SendInTerm returns the last of the first five days of a term, counted in the days of SendWithin,
// the first of the term among them (KCSIE). It is zero where the policy gives no such time, and for
// a zero day.
func (p *Policy) SendInTerm(first record.Date) record.Date {
	if first.IsZero() || p.Transfer.NewTerm != NewTermFirst5Days {
		return record.Date{}
	}
	dayBefore := first.AddDays(-1).At(p.Zone())
	return p.Calendar().day(p.Calendar().Due(dayBefore, Span{5, p.Transfer.SendWithin.Unit}))
}

// AccessRules are the clocks and grounds of a subject access request.
type AccessRules struct {
	Due, Extension, Notice Span
	From                   string // receipt_day
	NoMatchingDate         string // last_day_of_month
	WeekendOrHoliday       string // next_working_day or as_is
	Identity               string // restart_on_receipt
	Clarification          string // exclude_days_inclusive
	Exemptions             []string
	Professionals          string
}

// DisposalRules say who must agree that a case is destroyed.
type DisposalRules struct {
	Endorsements int
	OneSenior    bool
	Register     bool
}

// SearchRules say whether the words that somebody searches for may stand in the command line,
// which shells keep.
type SearchRules struct{ Arguments bool }

// ErasureRules say how long keys are kept that an erasure took off the record, so that a mistake in
// it can be repaired. A server keeps them, and a copy whose members can't read the case.
type ErasureRules struct{ UndoDays int }

// ReaderRules say who reads a case.
type ReaderRules struct {
	MinReaders int
	Readers    []string // key_worker, line_manager, senior_manager, lead
	// how long the agent may keep an identity; 0 where the policy names no limit
	UnlockMinutes int
}

// MaxAttachmentMiB is the most that a policy may allow of an attached file. It is streamed; but
// each look at it, and each push and fetch, takes as long as all of its bytes do.
const MaxAttachmentMiB = 1024

// LimitRules are the sizes that entries and attachments may have.
type LimitRules struct{ EntryKiB, AttachmentMiB int }

// LanguageRules feed the findings on plain language; they never block.
type LanguageRules struct {
	MaxSentenceWords int
	Jargon           []string // words that the agency doesn't want
	Known            []string // abbreviations that need no explanation here
}

// Rule is one ground for keeping a case.
type Rule struct {
	ID       string
	Source   string   // the law, guidance or decision that the length comes from
	Terms    []Term   // the latest counts
	When     []string // any of these grounds, see retentionGrounds; none = always
	Died     bool     // and the subject died before 18
	Subject  string   // Adult: and the subject is, or ever was, recorded as one; "" = anybody
	OnlyIf   []string // and the agency is any of these (WeAre); none = any agency
	Replaces string   // the rule that no longer applies when this one does
	Then     string   // "review": look at the case before disposal
}

// Term is a number of years from a date in the case's history, or the day of normal
// pension age. A birthday is so many years from birth.
type Term struct {
	Years      int
	From       string // birth, service_end, death, last_entry, order, allegation
	PensionAge bool   // PensionDay counts, and neither Years nor From
}

// Adult is the subject that a retention rule may ask for.
const Adult = "adult"

// The two orders of endorsement.
const (
	Distinct        = "distinct"         // each level by another person, line first
	HighestSuffices = "highest_suffices" // a senior's endorsement stands for line's too
)

// Zone returns the agency's time zone, in which its days begin and end.
func (p *Policy) Zone() *time.Location {
	if p.zone == nil {
		return time.UTC
	}
	return p.zone
}

// Today returns the agency's day at an instant.
func (p *Policy) Today(now time.Time) record.Date { return record.DateOf(now.In(p.Zone())) }

// Calendar counts the agency's working days.
func (p *Policy) Calendar() *Calendar {
	if p.calendar == nil {
		return newCalendar(p.Zone(), p.Clock)
	}
	return p.calendar
}

// Levels returns the levels of endorsement that a kind of entry needs, in order; none where it
// needs no endorsement. A disposal needs as many as its own section says, and the last is a
// senior's if OneSenior is set. An erasure always takes a second person: where the agency names
// none, one level is made up.
func (p *Policy) Levels(kind string) []string {
	levels, named := p.Endorsement.Levels[kind]
	switch {
	case kind == record.KindDisposal:
		levels = slices.Repeat([]string{record.LevelLine}, p.Disposal.Endorsements)
		if n := len(levels); n > 0 && p.Disposal.OneSenior {
			levels[n-1] = record.LevelSenior
		}
	case kind == record.KindErasure && !named && p.Disposal.OneSenior:
		levels = []string{record.LevelSenior}
	case kind == record.KindErasure && !named:
		levels = []string{record.LevelLine}
	}
	return slices.Clone(levels)
}

// Order returns Distinct or HighestSuffices.
func (p *Policy) Order() string { return p.Endorsement.Order }

// MinReaders returns the number of active people who must be able to read each case.
func (p *Policy) MinReaders() int { return p.Access.MinReaders }

// LeastReaders returns how many active people should be able to read each case: at least two, so
// that nobody is the only one, or MinReaders if that is more. A case with fewer gets a finding.
// Fewer than MinReaders is refused.
func (p *Policy) LeastReaders() int { return max(2, p.MinReaders()) }

// disposalEndorsements returns the number of other people who must agree to a disposal, and whether
// one of them must be a senior manager.
func (p *Policy) disposalEndorsements() (n int, oneSenior bool) {
	return p.Disposal.Endorsements, p.Disposal.OneSenior
}

// UndoTime returns the time for which the keys that an erasure took off the record can be restored.
func (p *Policy) UndoTime() time.Duration {
	return time.Duration(p.Erasure.UndoDays) * 24 * time.Hour
}

// Limits returns the greatest sizes in bytes of an entry and of an attached file.
func (p *Policy) Limits() (entryBytes, attachmentBytes int64) {
	return int64(p.Limit.EntryKiB) << 10, int64(p.Limit.AttachmentMiB) << 20
}

// Informal reports whether the agency keeps the abbreviated record.
func (p *Policy) Informal() bool { return p.Profile == Informal }

// Is reports whether the agency is, say, a responsible_authority.
func (p *Policy) Is(role string) bool { return slices.Contains(p.WeAre, role) }

// IsAny reports whether the agency has any of some roles; true where none is given.
func (p *Policy) IsAny(roles []string) bool {
	return len(roles) == 0 || slices.ContainsFunc(roles, p.Is)
}
