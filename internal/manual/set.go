package manual

import (
	"strings"

	"casefile/internal/pattern"
	"casefile/internal/term"
)

// Set returns the page for a terminal of that width. It leaves blocks of code unchanged.
func (p Page) Set(columns int) string {
	var out []string
	for _, b := range blocksOf(p.Text) {
		out = append(out, b.set(columns))
	}
	return strings.Join(out, "\n\n") + "\n"
}

// block is a part of a page between two blank lines, or a block of code.
type block struct {
	kind  blockKind
	lines []string
}

type blockKind int

const (
	paragraph blockKind = iota
	code
	heading
	list
	tabular
)

var (
	fence  = pattern.Of("^```")
	title  = pattern.Of(`^#+ `)
	item   = pattern.Of(`^ *(?:[-*]|\d+\.) `)
	rulers = pattern.Of(`^\|[-: |]+\|$`)
)

// blocksOf splits a page into blocks.
func blocksOf(text string) (out []block) {
	open := false // the next line belongs to the last block
	inCode := false
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		switch {
		case fence().MatchString(line):
			if inCode = !inCode; inCode {
				out = append(out, block{kind: code})
			}
			open = false
		case inCode:
			out[len(out)-1].lines = append(out[len(out)-1].lines, line)
		case strings.TrimSpace(line) == "":
			open = false
		case open && kindOf(line) != heading:
			out[len(out)-1].lines = append(out[len(out)-1].lines, line)
		default:
			out = append(out, block{kindOf(line), []string{line}})
			open = kindOf(line) != heading
		}
	}
	return out
}

// kindOf returns the kind of a block by its first line.
func kindOf(line string) blockKind {
	switch {
	case title().MatchString(line):
		return heading
	case item().MatchString(line):
		return list
	case strings.HasPrefix(line, "|"):
		return tabular
	}
	return paragraph
}

func (b block) set(columns int) string {
	switch b.kind {
	case code:
		return strings.Join(b.lines, "\n")
	case heading:
		return plainWords(title().ReplaceAllString(b.lines[0], ""))
	case list:
		return setList(b.lines, columns)
	case tabular:
		return setTable(b.lines, columns)
	}
	return term.Wrapped(plainWords(strings.Join(b.lines, " ")), "", columns)
}

// setList wraps each item of a list, and indents its later lines to its first word.
func setList(lines []string, columns int) string {
	var items []string
	for _, line := range lines {
		if item().MatchString(line) || len(items) == 0 {
			items = append(items, line)
		} else {
			items[len(items)-1] += " " + strings.TrimSpace(line)
		}
	}
	for i, it := range items {
		indent := strings.Repeat(" ", len(item().FindString(it)))
		items[i] = term.Wrapped(plainWords(it), indent, columns)
	}
	return strings.Join(items, "\n")
}

var (
	strong = pattern.Of(`\*\*([^*]+)\*\*`)
	stress = pattern.Of(`(^|[\s(“])\*([^*\s][^*]*)\*`)
	link   = pattern.Of(`\[([^\]]+)\]\(([^)\s]+)\)`)
	quoted = pattern.Of("`[^`]+`")
)

// plainWords returns the words of a line without Markdown's marks. It keeps those in backquotes,
// which are to be typed as they are.
func plainWords(line string) string {
	var typed []string
	line = quoted().ReplaceAllStringFunc(line, func(words string) string {
		typed = append(typed, words)
		return "`"
	})
	line = strong().ReplaceAllString(line, "$1")
	line = stress().ReplaceAllString(line, "$1$2")
	line = link().ReplaceAllStringFunc(line, func(l string) string {
		m := link().FindStringSubmatch(l)
		if topic, isFile := strings.CutSuffix(m[2], ".md"); isFile {
			if _, isPage := Find(topic); isPage {
				return m[1] + " (casefile manual " + topic + ")"
			}
		}
		return m[1]
	})
	parts := strings.Split(line, "`")
	for i, words := range typed {
		parts[i] += words
	}
	return strings.Join(parts, "")
}
