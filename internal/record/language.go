package record

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// spoken are sections in somebody's own words, where nobody corrects language.
var spoken = []string{"Child's words", "Parent's words", "Statement"}

// everyday are abbreviations that need no explanation.
var everyday = []string{"GP", "NHS", "UK", "TV", "OK", "ID", "AM", "PM", "DVD", "USB", "PE"}

var (
	sentenceEnd  = regexp.MustCompile(`[.!?:;]["'”’)]*(\s+|$)|\n\s*\n|\n\s*([-*+]|\d+[.)])\s`)
	abbreviation = regexp.MustCompile(`\b[A-Z]{2,6}\b`)
)

// checkLanguage warns where a text is hard to read. It never blocks: the
// words of a record are their author's.
func checkLanguage(n *notes, e *Entry, c Context) {
	for _, s := range e.Sections {
		if slices.Contains(spoken, s.Title) {
			continue
		}
		if c.MaxSentence > 0 {
			longSentences(n, s, c.MaxSentence)
			abbreviations(n, s, e)
		}
		jargon(n, s, c.Jargon)
	}
}

func longSentences(n *notes, s Section, limit int) {
	start := 0
	ends := append(sentenceEnd.FindAllStringIndex(s.Text, -1), []int{len(s.Text), len(s.Text)})
	for _, end := range ends {
		words := strings.Fields(s.Text[start:max(start, end[0])])
		if len(words) > limit && !n.full("long-sentence") {
			n.add("long-sentence", s.placeOf(start), fmt.Sprintf("This sentence has %d words.", len(words)), fmt.Sprintf("Make two of it; the policy asks for at most %d words.", limit))
		}
		start = end[1]
	}
}

// abbreviations warns of the first use of each that the text explains nowhere,
// as Child and Adolescent Service (CAS) or CAS (Child and Adolescent Service).
func abbreviations(n *notes, s Section, e *Entry) {
	seen := map[string]bool{}
	for _, m := range abbreviation.FindAllStringIndex(s.Text, -1) {
		word := s.Text[m[0]:m[1]]
		if seen[word] || slices.Contains(everyday, word) || explained(word, e) {
			continue
		}
		seen[word] = true
		n.add("unexplained-abbreviation", s.placeOf(m[0]), quoted(word)+" is not explained.", "Write it out once, with the abbreviation after it in brackets.")
	}
}

func explained(word string, e *Entry) bool {
	return slices.ContainsFunc(e.Sections, func(s Section) bool {
		return strings.Contains(s.Text, "("+word+")") || strings.Contains(s.Text, word+" (")
	})
}

func jargon(n *notes, s Section, words []string) {
	for _, word := range words {
		form, err := regexp.Compile(`(?i)\b` + regexp.QuoteMeta(word) + `\b`)
		if err != nil || word == "" {
			continue
		}
		for _, m := range form.FindAllStringIndex(s.Text, enough) {
			n.add("jargon", s.placeOf(m[0]), quoted(word)+" is on the policy's list of jargon.", "Say it in everyday words.")
		}
	}
}

// placeOf turns an offset in a section's text into a place in the whole.
func (s Section) placeOf(offset int) place {
	at := placeOf(s.Text, offset)
	return place{at.line + s.firstLine - 1, at.column}
}
