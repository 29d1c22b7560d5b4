package record

import (
	"strings"

	"casefile/internal/pattern"
)

// A heading of level two, and a code fence, as CommonMark has them: up to
// three blanks before.
var (
	headingForm = pattern.Of(`^ {0,3}##(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$`)
	fenceForm   = pattern.Of("^ {0,3}(`{3,}|~{3,})(.*)$")
)

// codeBlock follows code fences from line to line.
type codeBlock struct {
	mark string // of the open fence, or ""
	line int
}

// step takes a line, and reports whether it is part of a code block.
func (c *codeBlock) step(line string, number int) bool {
	var m []string
	if begun := strings.TrimLeft(line, " "); strings.HasPrefix(begun, "```") ||
		strings.HasPrefix(begun, "~~~") {
		m = fenceForm().FindStringSubmatch(line)
	}
	switch {
	case m == nil:
		return c.mark != ""
	case c.mark == "":
		if m[1][0] == '`' && strings.Contains(m[2], "`") {
			return false // an inline code span, by CommonMark
		}
		c.mark, c.line = m[1], number
	case m[1][0] == c.mark[0] && len(m[1]) >= len(c.mark) && strings.TrimSpace(m[2]) == "":
		c.mark = ""
	}
	return true
}

// sectionsOf cuts a body at its level-two headings. unclosed is the line of a
// code fence that nothing closes, or 0.
func sectionsOf(body string, firstLine int) (out []Section, unclosed int) {
	current := Section{Line: firstLine, firstLine: firstLine}
	var text strings.Builder
	var code codeBlock
	done := func() {
		var skipped int
		current.Text, skipped = trimBlankLines(text.String())
		current.firstLine += skipped
		if current.Title != "" || current.Text != "" {
			out = append(out, current)
		}
		text.Reset()
	}
	for i, line := range strings.Split(body, "\n") {
		number := firstLine + i
		if !code.step(line, number) {
			if title, ok := headingOf(line); ok {
				done()
				current = Section{Title: title, Line: number, firstLine: number + 1}
				continue
			}
		}
		text.WriteString(line)
		text.WriteByte('\n')
	}
	done()
	if code.mark != "" {
		unclosed = code.line
	}
	return out, unclosed
}

// headingOf returns the title of a heading of level two, if a line is one with a title. Few lines
// are, and checking the first letters costs a small part of the expression's time.
func headingOf(line string) (title string, ok bool) {
	if !strings.HasPrefix(strings.TrimLeft(line, " "), "##") {
		return "", false
	}
	m := headingForm().FindStringSubmatch(line)
	if m == nil || m[1] == "" {
		return "", false
	}
	return strings.TrimSpace(m[1]), true
}

// trimBlankLines takes away blank lines before and after a text, and counts
// those before.
func trimBlankLines(s string) (trimmed string, before int) {
	s = strings.TrimRight(s, " \t\n")
	for {
		line, rest, more := strings.Cut(s, "\n")
		if !more || strings.TrimSpace(line) != "" {
			return s, before
		}
		s = rest
		before++
	}
}
