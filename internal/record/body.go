package record

import (
	"regexp"
	"slices"
	"strings"
)

// checkBody judges the sections against those of the kind.
func (k *Kind) checkBody(n *notes, sections []Section, unclosed int) {
	if unclosed > 0 {
		n.add(RuleUnclosedCodeFence, place{unclosed, 1}, "The code block that begins here has no end.", "Close it with a line of the same marks.")
	}
	seen := map[string]bool{}
	for _, s := range sections {
		at := place{s.Line, 1}
		if s.Title != "" && s.Text == "" {
			n.add(RuleEmptySection, at, "The section "+quoted(s.Title)+" has no text.", "Write it, or delete the heading.")
		}
		if seen[s.Title] {
			n.add(RuleDuplicateSection, at, "There is a second section "+quoted(s.Title)+".", "Put both under one heading.")
		}
		seen[s.Title] = true
		k.checkTitle(n, s.Title, at)
		k.checkHints(n, s)
		checkSpans(n, s)
	}
	for _, spec := range k.Sections {
		if spec.Required && !seen[spec.Title] {
			n.add(RuleMissingSection, place{1, 1}, "The section "+quoted(spec.Title)+" is missing.", "Add a line ## "+spec.Title+" and write below it: "+spec.About+".")
		}
	}
}

// checkTitle catches a slip in a title: text under it would be overlooked.
func (k *Kind) checkTitle(n *notes, title string, at place) {
	known := func(s SectionSpec) bool { return s.Title == title }
	if title == "" || slices.ContainsFunc(k.Sections, known) {
		return
	}
	for _, s := range k.Sections {
		if nearly(title, s.Title) {
			n.add(RuleUnknownSection, at, "The section "+quoted(title)+" is none of the kind's.", "Write ## "+s.Title+" if you meant that.")
		}
	}
}

// checkHints refuses hints of the template. They would be sealed into the
// record, unseen by whoever reads it rendered.
func (k *Kind) checkHints(n *notes, s Section) {
	for i, line := range strings.Split(s.Text, "\n") {
		if k.isHint(line) {
			n.add(RuleTemplateLeft, place{s.firstLine + i, 1}, "A hint of the template is left.", "Delete the line.")
		}
	}
}

// isHint reports whether a line is one that Template writes into the body.
func (k *Kind) isHint(line string) bool {
	line = strings.TrimSpace(line)
	return slices.ContainsFunc(k.Sections, func(s SectionSpec) bool { return line == sectionHint(s) })
}

// span finds what was meant as a third-party span; only one form counts.
var span = regexp.MustCompile(`(?i)\{[^{}\n]*third[ _-]?party[^{}\n]*\}`)

func checkSpans(n *notes, s Section) {
	for _, m := range span.FindAllStringIndex(s.Text, -1) {
		if n.full(RuleThirdPartySpan) {
			return
		}
		before, mark := s.Text[:m[0]], s.Text[m[0]:m[1]]
		if mark == "{.third-party}" && opensSpan(before) {
			continue
		}
		n.add(RuleThirdPartySpan, s.placeOf(m[0]), "This marks no words about a third person.", "Write it as [Mrs Jones]{.third-party}.")
	}
}

// opensSpan reports whether a text ends in [words] within one paragraph.
func opensSpan(before string) bool {
	if !strings.HasSuffix(before, "]") {
		return false
	}
	if i := strings.LastIndex(before, "\n\n"); i >= 0 {
		before = before[i:]
	}
	depth := 0
	for i := len(before) - 1; i >= 0; i-- {
		switch before[i] {
		case ']':
			depth++
		case '[':
			if depth--; depth == 0 {
				return i < len(before)-2
			}
		}
	}
	return false
}
