package record

import (
	"slices"
	"strings"
)

// Rule is one thing that Check looks for in a text. Names never change: they
// are quoted in findings, in an agency's instructions and in reports.
type Rule struct {
	Name     string   `json:"name"`
	Severity Severity `json:"severity"`
	About    string   `json:"about"`
	Source   string   `json:"source"`
}

// The rules of texts, as findings name them.
const (
	RuleNotUTF8                 = "not-utf8"
	RuleByteOrderMark           = "byte-order-mark"
	RuleControlCharacter        = "control-character"
	RuleTooLarge                = "too-large"
	RuleNoFrontMatter           = "no-front-matter"
	RuleStamp                   = "stamp"
	RuleStampMismatch           = "stamp-mismatch"
	RuleYAMLSyntax              = "yaml-syntax"
	RuleYAMLDuplicateKey        = "yaml-duplicate-key"
	RuleYAMLAlias               = "yaml-alias"
	RuleYAMLTag                 = "yaml-tag"
	RuleYAMLDepth               = "yaml-depth"
	RuleAsTyped                 = "as-typed"
	RuleUnbalanced              = "unbalanced"
	RuleHiddenWords             = "hidden-words"
	RuleHiddenLine              = "hidden-line"
	RuleUnknownKind             = "unknown-kind"
	RuleKindMismatch            = "kind-mismatch"
	RuleUnknownField            = "unknown-field"
	RuleMissingField            = "missing-field"
	RuleWrongType               = "wrong-type"
	RuleWrongValue              = "wrong-value"
	RuleBadDate                 = "bad-date"
	RuleFutureDate              = "future-date"
	RuleRangeBackwards          = "range-backwards"
	RuleLevelNotUsual           = "level-not-usual"
	RuleAlreadyPast             = "already-past"
	RuleBirthUnlikely           = "birth-unlikely"
	RuleTargetBelowBaseline     = "target-below-baseline"
	RuleBasisUnknown            = "basis-unknown"
	RuleBadLink                 = "bad-link"
	RuleHeadlineMissing         = "headline-missing"
	RuleHeadlineLong            = "headline-long"
	RuleMissingSection          = "missing-section"
	RuleEmptySection            = "empty-section"
	RuleDuplicateSection        = "duplicate-section"
	RuleUnknownSection          = "unknown-section"
	RuleUnclosedCodeFence       = "unclosed-code-fence"
	RuleTemplateLeft            = "template-left"
	RuleFactsWithoutSource      = "facts-without-source"
	RuleJudgementWithoutBasis   = "judgement-without-basis"
	RuleHypothesisWithoutTest   = "hypothesis-without-test"
	RuleOpinionInFacts          = "opinion-in-facts"
	RuleThirdPartySpan          = "third-party-span"
	RuleLongSentence            = "long-sentence"
	RuleJargon                  = "jargon"
	RuleUnexplainedAbbreviation = "unexplained-abbreviation"
)

// The sources of rules.
const (
	fromFormat   = "record format 1"
	fromSchema   = "schema of the kind"
	fromPractice = "record-keeping policy template"
	fromUnicode  = "Unicode Technical Report 36"
)

var rules = []Rule{
	{RuleNotUTF8, Error, "The text is UTF-8.", fromFormat},
	{RuleByteOrderMark, Error, "The text does not begin with a byte order mark.", fromFormat},
	{RuleControlCharacter, Error, "No control characters, and none that turn the direction of " +
		"writing: they can hide or forge what a reader sees.", fromUnicode},
	{RuleTooLarge, Error, "A text has at most 65,536 bytes.", fromFormat},
	{RuleNoFrontMatter, Error, "The text begins with front matter between two lines of three " +
		"hyphens.", fromFormat},
	{RuleStamp, Error, "The front matter of a recorded entry begins with id, case, kind, " +
		"recorded, by and nonce, as the program writes them.", fromFormat},
	{RuleStampMismatch, Error, "Where the author wrote one of these six, it says what the " +
		"program would write.", fromFormat},
	{RuleYAMLSyntax, Error, "The front matter is YAML: one field a line, name, colon, value.",
		fromFormat},
	{RuleYAMLDuplicateKey, Error, "No field is given twice.", fromFormat},
	{RuleYAMLAlias, Error, "No anchors, aliases or merge keys.", fromFormat},
	{RuleYAMLTag, Error, "No tags.", fromFormat},
	{RuleYAMLDepth, Error, "Values lie at most 8 deep, and there are at most 4,000.", fromFormat},
	{RuleAsTyped, Warning, "Words that YAML would read otherwise are recorded as typed, between " +
		"double quotes.", fromFormat},
	{RuleUnbalanced, Error, "Brackets and quotes in a list or in named values close, and nothing " +
		"stands behind them.", fromFormat},
	{RuleHiddenWords, Error, "No words stand where no page shows them: behind a # after a value, " +
		"or in a field with a # before it.", fromFormat},
	{RuleHiddenLine, Warning, "A line of front matter that begins with # is a remark, which no " +
		"page shows.", fromFormat},
	{RuleUnknownKind, Error, "The kind of the entry is one of casefile kinds.", fromFormat},
	{RuleKindMismatch, Error, "The text is of the kind that was asked for.", fromFormat},
	{RuleUnknownField, Error, "The kind has every field that is given.", fromSchema},
	{RuleMissingField, Error, "Every field that the kind needs is there, and has a value.",
		fromSchema},
	{RuleWrongType, Error, "A field holds what the kind says: text, list, named values, number.",
		fromSchema},
	{RuleWrongValue, Error, "A value is one of those that the field accepts.", fromSchema},
	{RuleBadDate, Error, "A date is a day of the calendar in the form 2026-03-06, a time has its " +
		"zone.", fromFormat},
	{RuleFutureDate, Error, "What is said to have happened lies in the past.", fromPractice},
	{RuleRangeBackwards, Error, "A last day is not before the first one.", fromPractice},
	{RuleLevelNotUsual, Warning, "Where no policy is known, the size of a risk is one of the " +
		"usual words: low, medium, high.", fromPractice},
	{RuleAlreadyPast, Warning, "A day that is planned, or by which a hypothesis is tested, lies " +
		"ahead when it is recorded.", fromPractice},
	{RuleBirthUnlikely, Warning, "A date of birth is at most 110 years ago, and of a child 25: " +
		"older ones are mostly mistyped.", fromPractice},
	{RuleTargetBelowBaseline, Warning, "The target of an outcome is not worse than its baseline.",
		fromPractice},
	{RuleBasisUnknown, Warning, "The facts that a judgement names are labelled in the text.",
		fromPractice},
	{RuleBadLink, Error, "A link names an entry by its ID; once recorded, in full.", fromFormat},
	{RuleHeadlineMissing, Error, "The entry has a headline for the chronology.", fromPractice},
	{RuleHeadlineLong, Error, "The headline has at most 120 characters.", fromFormat},
	{RuleMissingSection, Error, "Every section that the kind needs is there.", fromSchema},
	{RuleEmptySection, Error, "A section that is there has text.", fromPractice},
	{RuleDuplicateSection, Error, "No section is given twice.", fromFormat},
	{RuleUnknownSection, Warning, "A section's title is not a near miss of one that the kind has.",
		fromPractice},
	{RuleUnclosedCodeFence, Error, "A code block is closed, or the padding would become part of " +
		"it.", fromFormat},
	{RuleTemplateLeft, Error, "No hint of the template is left in the text.", fromPractice},
	{RuleFactsWithoutSource, Warning, "Each fact has a source: the entry's, or one that its " +
		"sentence names.", fromPractice},
	{RuleJudgementWithoutBasis, Warning, "Each judgement names the facts that it rests on.",
		fromPractice},
	{RuleHypothesisWithoutTest, Warning, "Each hypothesis says how it will be tested, and by " +
		"which day.", fromPractice},
	{RuleOpinionInFacts, Warning, "No impressions, guesses or verdicts under Facts, unless they " +
		"are said to be somebody's words.", fromPractice},
	{RuleThirdPartySpan, Warning, "Words about a third person are marked [like " +
		"this]{.third-party}.", fromFormat},
	{RuleLongSentence, Warning, "Sentences are short enough for the policy.", fromPractice},
	{RuleJargon, Warning, "None of the words that the policy lists as jargon.", fromPractice},
	{RuleUnexplainedAbbreviation, Warning, "An abbreviation is explained once in the entry, or " +
		"is everyday, or on the policy's list of known ones.", fromPractice},
}

// Rules lists every rule that Check applies.
func Rules() []Rule { return slices.Clone(rules) }

// severityOf returns the severity of a rule of the table.
func severityOf(rule string) Severity {
	for _, r := range rules {
		if r.Name == rule {
			return r.Severity
		}
	}
	return Error
}

// enough findings by one rule: a file of noise has one on every byte.
const enough = 50

// notes collects what is found in one file, each thing once.
type notes struct {
	file  string
	list  Findings
	count map[string]int // by rule
}

func (n *notes) add(rule string, at position, found, do string) {
	do = strings.ReplaceAll(do, "?.", "?")
	f := Finding{File: n.file, Line: at.line, Column: at.column, Rule: rule,
		Severity: severityOf(rule), Found: found, Do: do}
	if n.full(rule) || slices.Contains(n.list, f) {
		return
	}
	if n.count == nil {
		n.count = map[string]int{}
	}
	n.count[rule]++
	n.list = append(n.list, f)
}

// full reports whether a rule has had its say.
func (n *notes) full(rule string) bool { return n.count[rule] >= enough }

// position is a line and a column in characters, both from 1.
type position struct{ line, column int }
