package record

import (
	"strings"

	"casefile/internal/pattern"
)

// Statements of a section: its paragraphs, items of a list, and labelled facts.
var (
	statementBegins = pattern.Of(`(?m)\n[ \t]*\n\s*|^[ \t]*(?:[-*+]|\d+[.)])[ \t]+|^[ \t]*\**F\d+\**:`)
	anyWord         = pattern.Of(`[\pL\d]`)
)

// statement is a piece of a section's text, from a byte to a byte.
type statement struct {
	text string
	from int
}

// statements cuts a section's text into statements. A label stays with its statement.
func (s Section) statements() []statement {
	var out []statement
	starts := []int{0}
	for _, m := range statementBegins().FindAllStringIndex(s.Text, -1) {
		at := m[0]
		if s.Text[at] == '\n' {
			at = m[1]
		}
		starts = append(starts, at)
	}
	for i, from := range starts {
		to := len(s.Text)
		if i+1 < len(starts) {
			to = max(from, starts[i+1])
		}
		text := s.Text[from:to]
		if trimmed := strings.TrimLeft(text, " \t\n"); anyWord().MatchString(trimmed) &&
			!strings.HasPrefix(trimmed, "#") {
			out = append(out, statement{trimmed, from + len(text) - len(trimmed)})
		}
	}
	return out
}

// namesSource finds a sentence that says whose word or sight it rests on.
var namesSource = pattern.Of(`(?i)\b(?:said|says|told|tells|reported|reports|wrote|writes|states?|stated|explained|described|describes|recalled|replied|answered|confirmed|disclosed|mentioned)\b` +
	`|\b(?:I|we) (?:\w+ )?(?:saw|heard|counted|watched|found|read|noticed|met|visited|smelt|smelled|measured|looked|spoke|rang|asked)\b` +
	`|\b(?:showed|gave|rang|texted|emailed|asked) (?:me|us)\b|\b(?:seen|heard|noted|recorded|counted|witnessed) by\b|\baccording to\b` +
	`|\bsources?:|\((?:from )?(?:the |her |his |their )?[^()]*\b(?:register|letter|report|e-?mail|notes?|certificate|records?|log|minutes|photograph|message|call|visit)\b[^()]*\)`)

// checkNatures looks at facts, judgements and hypotheses as the policy
// template tells them apart.
func checkNatures(n *notes, e *Entry) {
	for _, s := range e.Sections {
		switch s.Title {
		case "Facts":
			if len(e.Sources) == 0 {
				factsWithoutSource(n, s)
			}
		case "Judgement":
			judgementsWithoutBasis(n, s)
		case "Hypothesis":
			hypothesesWithoutTest(n, s)
		}
	}
}

func factsWithoutSource(n *notes, s Section) {
	for _, f := range s.statements() {
		if !namesSource().MatchString(f.text) && !n.full(RuleFactsWithoutSource) {
			n.add(RuleFactsWithoutSource, s.positionOf(f.from), "This fact has no source.",
				"Say who saw or told it, or add sources: [{who: mother, how: in person}] above, "+
					"or {who: me, how: seen myself}.")
		}
	}
}

// A judgement rests on facts by their labels, or on what words name: an entry
// of another day, a paper. Whether the labels are there, checkBasis asks.
var basis = pattern.Of(`(?i)\bbased on:([^\n]*(?:\n[^\n]+)*)`)

// judgementsWithoutBasis wants a basis after each judgement; one may close
// several paragraphs.
func judgementsWithoutBasis(n *notes, s Section) {
	var open *statement
	for _, j := range s.statements() {
		m := basis().FindStringSubmatchIndex(j.text)
		switch {
		case n.full(RuleJudgementWithoutBasis):
			return
		case m == nil && open == nil:
			open = &j
		case m != nil && !anyWord().MatchString(j.text[m[2]:m[3]]):
			n.add(RuleJudgementWithoutBasis, s.positionOf(j.from+m[0]), "This basis names no fact.",
				"Name facts by their labels, as Based on: F1, F3; or an entry; or a paper and its "+
					"day.")
			open = nil
		case m != nil:
			open = nil
		}
	}
	if open != nil {
		n.add(RuleJudgementWithoutBasis, s.positionOf(open.from),
			"The judgement does not say what it rests "+
				"on.", "End it with Based on: and the facts, as Based on: F1, F3.")
	}
}

// hypothesesWithoutTest wants a test, and its day, after each hypothesis.
func hypothesesWithoutTest(n *notes, s Section) {
	var open *statement
	for _, h := range s.statements() {
		m := testBegins().FindStringIndex(h.text)
		switch {
		case n.full(RuleHypothesisWithoutTest):
			return
		case m == nil && open == nil:
			open = &h
		case m != nil:
			if !testDay().MatchString(h.text[m[1]:]) {
				n.add(RuleHypothesisWithoutTest, s.positionOf(h.from+m[0]), "The test has no day.",
					"End it with the day, as in Test: ask her teacher, by 2026-04-01; it then "+
						"becomes due.")
			}
			open = nil
		}
	}
	if open != nil {
		n.add(RuleHypothesisWithoutTest, s.positionOf(open.from),
			"The hypothesis does not say how it will be "+
				"tested.", "Add Test: what you will do, by 2026-04-01 (a day that suits).")
	}
}
