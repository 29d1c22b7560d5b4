package verify

import (
	"slices"

	"casefile/internal/record"
)

// Rule is one rule of history, as schema/FORMAT.md names it.
type Rule struct {
	Name  string
	Means string // what a breach means to those who rely on the records
}

// The rules that the judge of commits holds each commit to.
const (
	RuleCommitForm       = "commit-form"
	RuleLinearHistory    = "linear-history"
	RuleCommitZone       = "commit-zone"
	RuleCommitTime       = "commit-time"
	RuleUnsigned         = "unsigned"
	RuleStranger         = "stranger"
	RuleLeft             = "left"
	RuleKeyEnded         = "key-ended"
	RuleAhead            = "ahead"
	RuleClock            = "clock"
	RuleAuthor           = "author"
	RuleAdopt            = "adopt"
	RuleMessage          = "message"
	RuleInit             = "init"
	RuleUnknownOperation = "unknown-operation"
	RuleTrailers         = "trailers"
	RulePaths            = "paths"
	RuleMode             = "mode"
	RuleEntryChanged     = "entry-changed"
	RuleEntryName        = "entry-name"
	RuleEntryID          = "entry-id"
	RuleEntryReplayed    = "entry-replayed"
	RuleEnvelope         = "envelope"
	RuleSize             = "size"
	RuleEntries          = "entries"
	RuleDocket           = "docket"
	RuleStatus           = "status"
	RuleHolds            = "holds"
	RuleBlocks           = "blocks"
	RulePending          = "pending"
	RuleKeyWorker        = "key-worker"
	RuleKeys             = "keys"
	RuleEpoch            = "epoch"
	RuleEpochReused      = "epoch-reused"
	RuleEpochEmptied     = "epoch-emptied"
	RuleEpochUnread      = "epoch-unread"
	RuleOldKeyOnly       = "old-key-only"
	RuleReaders          = "readers"
	RuleClose            = "close"
	RuleReopen           = "reopen"
	RuleRetain           = "retain"
	RuleRetention        = "retention"
	RuleEndorseTarget    = "endorse-target"
	RuleEndorseOwn       = "endorse-own"
	RuleEndorseTwice     = "endorse-twice"
	RuleEndorsements     = "endorsements"
	RuleDispose          = "dispose"
	RuleErase            = "erase"
	RuleReseal           = "reseal"
	RuleRepair           = "repair"
	RuleRole             = "role"
	RuleTeam             = "team"
	RuleConfirmed        = "confirmed"
	RuleAllowedSigners   = "allowed-signers"
	RulePolicy           = "policy"
	RuleAttributes       = "attributes"
)

// RuleIntroduction and the rules after it are found by code that looks at a whole repository. The
// judge of commits cannot see them.
const (
	RuleIntroduction  = "introduction"
	RuleRewound       = "rewound"
	RuleKeysRef       = "keys-ref"
	RuleForeignRef    = "foreign-ref"
	RuleOtherHistory  = "other-history"
	RuleUnreadable    = "unreadable"
	RuleDamaged       = "damaged"
	RuleEntryText     = "entry-text"
	RuleEntryPlace    = "entry-place"
	RuleEntryBy       = "entry-by"
	RuleEntryKind     = "entry-kind"
	RuleEntryAttached = "entry-attached"
	RuleEndorsedText  = "endorsed-text"
	RuleReleased      = "released"
	RuleErasedTarget  = "erased-target"
	RuleWrappedKey    = "wrapped-key"
)

// Rules lists every rule of history, in the order of schema/FORMAT.md.
func Rules() []Rule {
	return []Rule{
		{RuleCommitForm, "the commit has headers that no casefile writes; programs may read it " +
			"differently"},
		{RuleLinearHistory, "the line of commits is broken: something was merged in, or left out"},
		{RuleCommitZone, "the commit's times are not in UTC"},
		{RuleCommitTime, "the order of the commits and their dates contradict each other"},
		{RuleUnsigned, "nobody answers for the commit"},
		{RuleStranger, "the commit is signed by somebody who is not a member of the team"},
		{RuleLeft, "the commit is signed by somebody who had left the team"},
		{RuleKeyEnded, "the commit is signed with a key that its owner had given up"},
		{RuleAhead, "the commit is dated in the future"},
		{RuleClock, "the commit is dated before its parent, and had no right to be"},
		{RuleAuthor, "the commit claims to be somebody else's than the signer's"},
		{RuleAdopt, "a member's work was taken over without the conditions for it"},
		{RuleMessage, "the commit's message is not in the fixed form, and may tell what no " +
			"message should"},
		{RuleInit, "the records do not begin with an introduction"},
		{RuleUnknownOperation, "the commit does something that the format does not know"},
		{RuleTrailers, "the commit says that it does something else than it does"},
		{RulePaths, "the commit touches files that its operation has no business with"},
		{RuleMode, "a file is not a plain file: a link, a submodule or a program"},
		{RuleEntryChanged, "an entry was rewritten, renamed or removed"},
		{RuleEntryName, "the name of an entry's file is not the time of its recording"},
		{RuleEntryID, "an entry takes the ID of another"},
		{RuleEntryReplayed, "an old sealed file was played again as a new entry"},
		{RuleEnvelope, "a file that should be sealed to one case key is not: it may be readable, " +
			"or open for others"},
		{RuleSize, "a sealed file is too large, or its size tells what padding should hide"},
		{RuleEntries, "the operation does not come with the entries that belong to it"},
		{RuleDocket, "the docket was changed by hand"},
		{RuleStatus, "the case took a step that its status does not allow"},
		{RuleHolds, "a case is held no more, or held by another entry, through an operation that " +
			"may not"},
		{RuleBlocks, "a block was put on or taken off by an operation that may not"},
		{RulePending, "what waits for endorsement does not fit the status of the case, or was " +
			"replaced by another request"},
		{RuleKeyWorker, "the case has no key worker who is active and can read it"},
		{RuleKeys, "the keys of the case were given, taken or exchanged in a way that is not " +
			"allowed"},
		{RuleEpoch, "the public half of a new case key is missing or malformed"},
		{RuleEpochReused, "a case key is not new: others may have it, or have it still"},
		{RuleEpochEmptied, "an epoch of the case lost its last key, or got one back, where no " +
			"erasure was"},
		{RuleEpochUnread, "a part of the case can be read by nobody who is here"},
		{RuleOldKeyOnly, "somebody has an old key of the case, and could never be taken away " +
			"from it"},
		{RuleReaders, "too few active people can read the case"},
		{RuleClose, "the case was closed without what closing needs"},
		{RuleReopen, "the case was opened again without clearing what closing had settled"},
		{RuleRetain, "a new retention date names the wrong policy"},
		{RuleRetention, "the retention date is earlier than it may be"},
		{RuleEndorseTarget, "an endorsement of a text that is not there"},
		{RuleEndorseOwn, "somebody endorsed their own entry"},
		{RuleEndorseTwice, "somebody counts twice on one text"},
		{RuleEndorsements, "the case moved on without the endorsements that policy asks for"},
		{RuleDispose, "the case may not be destroyed yet"},
		{RuleErase, "entries were erased, or their erasure was asked for, without what that needs"},
		{RuleReseal, "what an erasure leaves was not all sealed again, as it was and for the " +
			"same " +
			"readers"},
		{RuleRepair, "a case was sealed again as a repair by somebody who may not judge that, or " +
			"with nothing to repair"},
		{RuleRole, "the signer's role did not allow it"},
		{RuleTeam, "the roster breaks its rules"},
		{RuleConfirmed, "one person alone stands behind a recovery key, which reads every case"},
		{RuleAllowedSigners, "stock git would accept other signatures than the roster says"},
		{RulePolicy, "the agency's policy breaks its rules, or was set back"},
		{RuleAttributes, "git may alter files, or show them differently"},
		{RuleIntroduction, "these are not the records that this copy was introduced to"},
		{RuleRewound, "the records were set back behind what was judged here before"},
		{RuleKeysRef, "a keys ref does not hold what the dockets list: keys are missing, or old " +
			"ones were brought back"},
		{RuleForeignRef, "a ref that has no business in a records repository"},
		{RuleOtherHistory, "stock git shows another history than the one judged"},
		{RuleUnreadable, "an object is missing, damaged or malformed: from here on nothing can " +
			"be judged"},
		{RuleDamaged, "a part of the records is damaged or missing in this copy; the rest is " +
			"read, and " +
			"another copy may have it whole"},
		{RuleEntryText, "the text is not the one that its commit declared"},
		{RuleEntryPlace, "the text belongs to another entry, another case or another time"},
		{RuleEntryBy, "the text names another author than the one who recorded it"},
		{RuleEntryKind, "an entry of this kind does not come with this operation"},
		{RuleEntryAttached, "an attached file is not the one that its entry describes, or has " +
			"not one entry"},
		{RuleReleased, "the release names another hold than its commit ends, or ends what a " +
			"death " +
			"holds and no senior manager signed it"},
		{RuleEndorsedText, "the endorsement says something else than its commit declared"},
		{RuleErasedTarget, "other entries were erased than those that the endorsed request names"},
		{RuleWrappedKey, "the wrapped case key does not open the case"},
	}
}

// Means returns the meaning of a breach of a rule; "" for an unknown rule.
func Means(rule string) string {
	i := slices.IndexFunc(Rules(), func(r Rule) bool { return r.Name == rule })
	if i < 0 {
		return ""
	}
	return Rules()[i].Means
}

// FindingRules returns the rules in the form that findings use.
func FindingRules() []record.Rule {
	var out []record.Rule
	for _, r := range Rules() {
		out = append(out, record.Rule{Name: r.Name, Severity: record.Error, About: r.Means,
			Source: "history: schema/FORMAT.md, 13 and 14"})
	}
	return out
}
