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

// Where rules come from.
const (
	fromFormat   = "record format 1"
	fromSchema   = "schema of the kind"
	fromPractice = "record-keeping policy template"
	fromUnicode  = "Unicode Technical Report 36"
)

var rules = []Rule{
	{"not-utf8", Error, "The text is UTF-8.", fromFormat},
	{"byte-order-mark", Error, "The text does not begin with a byte order mark.", fromFormat},
	{"control-character", Error, "No control characters, and none that turn the direction of writing: they can hide or forge what a reader sees.", fromUnicode},
	{"too-large", Error, "A text has at most 65,536 bytes.", fromFormat},
	{"no-front-matter", Error, "The text begins with front matter between two lines of three hyphens.", fromFormat},
	{"stamp", Error, "The front matter of a recorded entry begins with id, case, kind, recorded, by and nonce, as the program writes them.", fromFormat},
	{"stamp-mismatch", Error, "Where the author wrote one of these six, it says what the program would write.", fromFormat},
	{"yaml-syntax", Error, "The front matter is YAML: one field a line, name, colon, value.", fromFormat},
	{"yaml-duplicate-key", Error, "No field is given twice.", fromFormat},
	{"yaml-alias", Error, "No anchors, aliases or merge keys.", fromFormat},
	{"yaml-tag", Error, "No tags.", fromFormat},
	{"yaml-depth", Error, "Values lie at most 8 deep, and there are at most 4,000.", fromFormat},
	{"unknown-kind", Error, "The kind of the entry is one of casefile kinds.", fromFormat},
	{"kind-mismatch", Error, "The text is of the kind that was asked for.", fromFormat},
	{"unknown-field", Error, "The kind has every field that is given.", fromSchema},
	{"missing-field", Error, "Every field that the kind needs is there, and has a value.", fromSchema},
	{"wrong-type", Error, "A field holds what the kind says: text, list, named values, number.", fromSchema},
	{"wrong-value", Error, "A value is one of those that the field accepts.", fromSchema},
	{"bad-date", Error, "A date is a day of the calendar in the form 2026-03-06, a time has its zone.", fromFormat},
	{"future-date", Error, "What is said to have happened lies in the past.", fromPractice},
	{"range-backwards", Error, "A last day is not before the first one.", fromPractice},
	{"level-not-usual", Warning, "Where no policy is known, the size of a risk is one of the usual words: low, medium, high.", fromPractice},
	{"already-past", Warning, "A day that is planned, or by which a hypothesis is tested, lies ahead when it is recorded.", fromPractice},
	{"birth-unlikely", Warning, "A date of birth is at most 110 years ago, and of a child 25: older ones are mostly mistyped.", fromPractice},
	{"target-below-baseline", Warning, "The target of an outcome is not worse than its baseline.", fromPractice},
	{"basis-unknown", Warning, "The facts that a judgement names are labelled in the text.", fromPractice},
	{"bad-link", Error, "A link names an entry by its ID; once recorded, in full.", fromFormat},
	{"headline-missing", Error, "The entry has a headline for the chronology.", fromPractice},
	{"headline-long", Error, "The headline has at most 120 characters.", fromFormat},
	{"missing-section", Error, "Every section that the kind needs is there.", fromSchema},
	{"empty-section", Error, "A section that is there has text.", fromPractice},
	{"duplicate-section", Error, "No section is given twice.", fromFormat},
	{"unknown-section", Warning, "A section's title is not a near miss of one that the kind has.", fromPractice},
	{"unclosed-code-fence", Error, "A code block is closed, or the padding would become part of it.", fromFormat},
	{"template-left", Error, "No hint of the template is left in the text.", fromPractice},
	{"facts-without-source", Warning, "Each fact has a source: the entry's, or one that its sentence names.", fromPractice},
	{"judgement-without-basis", Warning, "Each judgement names the facts that it rests on.", fromPractice},
	{"hypothesis-without-test", Warning, "Each hypothesis says how it will be tested, and by which day.", fromPractice},
	{"opinion-in-facts", Warning, "No impressions, guesses or verdicts under Facts, unless they are said to be somebody's words.", fromPractice},
	{"third-party-span", Warning, "Words about a third person are marked [like this]{.third-party}.", fromFormat},
	{"long-sentence", Warning, "Sentences are short enough for the policy.", fromPractice},
	{"jargon", Warning, "None of the words that the policy lists as jargon.", fromPractice},
	{"unexplained-abbreviation", Warning, "An abbreviation is explained once in the entry, or is everyday, or on the policy's list of known ones.", fromPractice},
}

// Rules lists every rule that Check applies.
func Rules() []Rule { return slices.Clone(rules) }

// severityOf is the severity of a rule of the table.
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

func (n *notes) add(rule string, at place, found, do string) {
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

// place is a line and a column in characters, both from 1.
type place struct{ line, column int }
