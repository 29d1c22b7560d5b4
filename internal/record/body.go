package record

import (
	"slices"
	"strings"

	"casefile/internal/pattern"
)

// checkBody judges the sections against those of the kind.
func (k *Kind) checkBody(n *notes, sections []Section, unclosed int) {
	if unclosed > 0 {
		n.add(RuleUnclosedCodeFence, position{unclosed, 1},
			"The code block that begins here has no "+
				"end.", "Close it with a line of the same marks.")
	}
	seen := map[string]bool{}
	for _, s := range sections {
		at := position{s.Line, 1}
		if s.Title != "" && s.Text == "" {
			n.add(RuleEmptySection, at, "The section "+quoted(s.Title)+" has no text.",
				"Write it, or delete the heading.")
		}
		if seen[s.Title] {
			n.add(RuleDuplicateSection, at, "There is a second section "+quoted(s.Title)+".",
				"Put both under one heading.")
		}
		seen[s.Title] = true
		k.checkTitle(n, s.Title, at)
		k.checkHints(n, s)
		checkSpans(n, s)
	}
	before := len(n.list)
	for _, spec := range k.Sections {
		if spec.Required && !seen[spec.Title] {
			n.add(RuleMissingSection, position{1, 1}, "The section "+quoted(spec.Title)+
				" is missing.",
				"Add a line ## "+spec.Title+" and write below it: "+spec.About+".")
		}
	}
	if k.alwaysIn() { // only an agency asks for sections of one
		n.list[before:].ease()
	}
}

// checkTitle catches a slip in a title: text under it would be overlooked.
func (k *Kind) checkTitle(n *notes, title string, at position) {
	known := func(s SectionSpec) bool { return s.Title == title }
	if title == "" || slices.ContainsFunc(k.Sections, known) {
		return
	}
	for _, s := range k.Sections {
		if isTypoOf(title, s.Title) {
			n.add(RuleUnknownSection, at, "The section "+quoted(title)+" is none of the kind's.",
				"Write ## "+s.Title+" if you meant that.")
		}
	}
}

// checkHints refuses hints of the template. They would be sealed into the record, and a rendered
// page does not show them.
func (k *Kind) checkHints(n *notes, s Section) {
	if s.Title == AsTypedTitle {
		return // word for word
	}
	for i, line := range strings.Split(s.Text, "\n") {
		if k.isHint(line) {
			n.add(RuleTemplateLeft, position{s.firstLine + i, 1}, "A hint of the template is left.",
				"Delete the line.")
		}
	}
}

// isHint reports whether a line is one that Template writes into the body.
func (k *Kind) isHint(line string) bool {
	line = strings.TrimSpace(line)
	return slices.ContainsFunc(k.Sections, func(s SectionSpec) bool {
		return !s.Program && line == sectionHint(s)
	})
}

// span finds what was meant as a third-party span; only one form counts.
var span = pattern.Of(`(?i)\{[^{}\n]*third[ _-]?party[^{}\n]*\}`)

func checkSpans(n *notes, s Section) {
	var b brackets
	read := 0
	for _, m := range span().FindAllStringIndex(s.Text, -1) {
		if n.full(RuleThirdPartySpan) {
			return
		}
		b.read(s.Text[read:m[0]])
		read = m[0]
		if s.Text[m[0]:m[1]] == "{.third-party}" && b.closed {
			continue
		}
		n.add(RuleThirdPartySpan, s.positionOf(m[0]), "This marks no words about a third person.",
			"Write it as [Mrs Jones]{.third-party}.")
	}
}

// brackets reads a text piece by piece, each letter once, since a text of brackets alone
// would otherwise cost time by the square of its length.
type brackets struct {
	open   []int // where the brackets that are open in this paragraph stand
	at     int   // bytes read
	newest byte  // the byte that was read last
	closed bool  // what was read ends in [words] within one paragraph
}

func (b *brackets) read(text string) {
	for i := range len(text) {
		b.closed = false
		switch c := text[i]; {
		case c == '\n' && b.newest == '\n':
			b.open = b.open[:0]
		case c == '[':
			b.open = append(b.open, b.at)
		case c == ']' && len(b.open) > 0:
			last := len(b.open) - 1
			b.closed = b.at > b.open[last]+1
			b.open = b.open[:last]
		}
		b.newest = text[i]
		b.at++
	}
}
