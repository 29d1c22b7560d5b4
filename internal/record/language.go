package record

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"casefile/internal/pattern"
)

// spoken are sections in somebody's own words, where nobody corrects language.
var spoken = []string{"Child's words", "Parent's words", "Statement"}

// clauseEnd matches where a sentence could be cut in two: at a colon or semicolon too.
var clauseEnd = pattern.Of(`[.!?:;]["'”’)]*(\s+|$)|\n\s*\n|\n\s*([-*+]|\d+[.)])\s`)

// checkLanguage warns about text that is hard to read, or that takes an opinion for a fact. It
// never blocks: the words of a record are their author's, and words in quotation marks are somebody
// else's.
func checkLanguage(n *notes, e *Entry, headline passage, c Context) {
	passages := []passage{}
	if headline.own != "" {
		passages = append(passages, headline)
	}
	for _, s := range e.Sections {
		if slices.Contains(spoken, s.Title) {
			continue
		}
		p := passage{own: withoutQuotes(s.Text), at: s.positionOf}
		passages = append(passages, p)
		if c.MaxSentence > 0 {
			longSentences(n, p, c.MaxSentence)
		}
		if s.Title == "Facts" {
			opinions(n, p)
		}
	}
	if c.MaxSentence > 0 {
		abbreviations(n, passages, e, c.Known)
	}
	jargon(n, passages, c.Jargon)
}

// passage is a piece of an entry's text: the author's own words, with blanks in place of
// quotations, and the places of its bytes in the whole text.
type passage struct {
	own string
	at  func(offset int) position
}

func longSentences(n *notes, p passage, limit int) {
	start := 0
	ends := append(clauseEnd().FindAllStringIndex(p.own, -1), []int{len(p.own), len(p.own)})
	for _, end := range ends {
		words := strings.Fields(p.own[start:max(start, end[0])])
		if len(words) > limit && !n.full(RuleLongSentence) {
			n.add(RuleLongSentence, p.at(start),
				fmt.Sprintf("This sentence has %d words.", len(words)),
				fmt.Sprintf("Make two of it; the policy asks for at most %d words.", limit))
		}
		start = end[1]
	}
}

func jargon(n *notes, passages []passage, words []string) {
	for _, word := range words {
		form, err := regexp.Compile(`(?i)(?:^|[^\pL\d])(` + regexp.QuoteMeta(word) +
			`)(?:[^\pL\d]|$)`)
		if err != nil || word == "" {
			continue
		}
		for _, p := range passages {
			for _, m := range form.FindAllStringSubmatchIndex(p.own, enough) {
				n.add(RuleJargon, p.at(m[2]), quoted(word)+" is on the policy's list of jargon.",
					"Say it in everyday words.")
			}
		}
	}
}

// positionOf turns an offset in a section's text into a place in the whole.
func (s Section) positionOf(offset int) position {
	at := positionOf(s.Text, offset)
	return position{at.line + s.firstLine - 1, at.column}
}
