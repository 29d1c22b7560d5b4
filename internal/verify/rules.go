package verify

import (
	"slices"
)

// Rule is one rule of history, as schema/FORMAT.md names it.
type Rule struct {
	Name  string
	Means string // what a breach means to those who rely on the records
}

// RuleIntroduction, and the rules after it, are found by those who look at a
// repository: the judge of commits cannot see them.
const (
	RuleIntroduction = "introduction"
	RuleRewound      = "rewound"
	RuleKeysRef      = "keys-ref"
	RuleForeignRef   = "foreign-ref"
	RuleOtherHistory = "other-history"
	RuleUnreadable   = "unreadable"
	RuleEntryText    = "entry-text"
	RuleEntryPlace   = "entry-place"
	RuleEntryBy      = "entry-by"
	RuleEntryKind    = "entry-kind"
	RuleEndorsedText = "endorsed-text"
	RuleErasedTarget = "erased-target"
	RuleWrappedKey   = "wrapped-key"
)

// Rules lists every rule of history, in the order of schema/FORMAT.md.
func Rules() []Rule {
	return []Rule{
		{"commit-form", "the commit has headers that no casefile writes; programs may read it differently"},
		{"linear-history", "the line of commits is broken: something was merged in, or left out"},
		{"commit-zone", "the commit's times are not in UTC"},
		{"commit-time", "the order of the commits and their dates contradict each other"},
		{"unsigned", "nobody answers for the commit"},
		{"stranger", "the commit is signed by somebody who is no member of the team"},
		{"left", "the commit is signed by somebody who had left the team"},
		{"key-ended", "the commit is signed with a key that its owner had given up"},
		{"ahead", "the commit is dated in the future"},
		{"author", "the commit claims to be somebody else's than the signer's"},
		{"adopt", "a member's work was taken over without the conditions for it"},
		{"message", "the commit's message is not in the fixed form, and may tell what no message should"},
		{"init", "the records do not begin with an introduction"},
		{"unknown-operation", "the commit does something that the format does not know"},
		{"trailers", "the commit says that it does something else than it does"},
		{"paths", "the commit touches files that its operation has no business with"},
		{"mode", "a file is not a plain file: a link, a submodule or a program"},
		{"entry-changed", "an entry was rewritten, renamed or removed"},
		{"entry-name", "the name of an entry's file is not the time of its recording"},
		{"entry-id", "an entry takes the ID of another"},
		{"entry-replayed", "an old sealed file was played again as a new entry"},
		{"envelope", "a file that should be sealed to one case key is not: it may be readable, or open for others"},
		{"size", "a sealed file is too large, or its size tells what padding should hide"},
		{"entries", "the operation does not come with the entries that belong to it"},
		{"docket", "the docket was changed by hand"},
		{"status", "the case took a step that its status does not allow"},
		{"blocks", "a hold or another block was put on or taken off by an operation that may not"},
		{"key-worker", "the case has no key worker who is active and can read it"},
		{"keys", "the keys of the case were given, taken or exchanged in a way that is not allowed"},
		{"epoch", "the public half of a new case key is missing or malformed"},
		{"readers", "too few active people can read the case"},
		{"close", "the case was closed without what closing needs"},
		{"reopen", "the case was opened again without clearing what closing had settled"},
		{"retain", "the retention date names the wrong policy"},
		{"retention", "the retention date is earlier than it may be"},
		{"endorse-target", "an endorsement of a text that is not there"},
		{"endorse-own", "somebody endorsed their own entry"},
		{"endorse-twice", "somebody counts twice on one text"},
		{"endorsements", "the case moved on without the endorsements that policy asks for"},
		{"dispose", "the case may not be destroyed yet"},
		{"erase", "entries were erased, or their erasure was asked for, without what that needs"},
		{"reseal", "what an erasure leaves was not all sealed anew, as it was and for the same readers"},
		{RuleRole, "the signer's role did not allow it"},
		{"team", "the roster breaks its rules"},
		{"allowed-signers", "stock git would accept other signatures than the roster says"},
		{"policy", "the agency's policy breaks its rules, or was set back"},
		{"attributes", "git may alter files, or show them differently"},
		{RuleIntroduction, "these are not the records that this copy was introduced to"},
		{RuleRewound, "the records were set back behind what was judged here before"},
		{RuleKeysRef, "a keys ref does not hold what the dockets list: keys are missing, or old ones were brought back"},
		{RuleForeignRef, "a ref that has no business in a records repository"},
		{RuleOtherHistory, "stock git shows another history than the one judged"},
		{RuleUnreadable, "an object is missing, damaged or malformed: from here on nothing can be judged"},
		{RuleEntryText, "the text is not the one that its commit declared"},
		{RuleEntryPlace, "the text belongs to another entry, another case or another time"},
		{RuleEntryBy, "the text names another author than the one who recorded it"},
		{RuleEntryKind, "an entry of this kind does not come with this operation"},
		{RuleEndorsedText, "the endorsement says something else than its commit declared"},
		{RuleErasedTarget, "other entries were erased than those that the endorsed request names"},
		{RuleWrappedKey, "the wrapped case key does not open the case"},
	}
}

// Means says what a breach of a rule means; "" for an unknown rule.
func Means(rule string) string {
	i := slices.IndexFunc(Rules(), func(r Rule) bool { return r.Name == rule })
	if i < 0 {
		return ""
	}
	return Rules()[i].Means
}
