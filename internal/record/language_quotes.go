package record

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"casefile/internal/pattern"
)

// The forms of quotations by lines and IDs; marks within a paragraph are handled elsewhere. A line
// that begins with > is a quotation of Markdown.
var (
	quotedLine = pattern.Of(`(?m)^ {0,3}>.*$`)
	paragraph  = pattern.Of(`\n[ \t]*\n`)

	// casefileID is an ID as people write it, whose second half may be letters only.
	casefileID = pattern.Of(`\b[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\b`)
)

// withoutQuotes has blanks in place of all letters and digits that are quoted
// or part of an ID. Every other byte keeps its place, so that sentences still
// end where they did.
func withoutQuotes(text string) string {
	out := []byte(text)
	from := 0
	for _, end := range append(paragraph().FindAllStringIndex(text, -1),
		[]int{len(text), len(text)}) {
		part := text[from:end[0]]
		quotes := slices.Concat(doubleQuotes(part), singleQuotes(part),
			quotedLine().FindAllStringIndex(part, -1), casefileID().FindAllStringIndex(part, -1))
		for _, m := range quotes {
			blankOut(out[from+m[0] : from+m[1]])
		}
		from = end[1]
	}
	return string(out)
}

func blankOut(text []byte) {
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRune(text[i:])
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			copy(text[i:], strings.Repeat(" ", size))
		}
		i += size
	}
}

// headlineOf returns the headline as the author typed it, where it stands on one line: what an
// entry is known by in a chronology should be plain too.
func headlineOf(text string, root *yaml.Node) passage {
	_, v := child(root, "headline")
	if v == nil || v.Kind != yaml.ScalarNode {
		return passage{}
	}
	from := nodePosition(v)
	lines := strings.Split(text, "\n")
	if from.line < 1 || from.line > len(lines) {
		return passage{}
	}
	line := []rune(lines[from.line-1])
	if from.column > len(line) {
		return passage{}
	}
	typed, quote := string(line[from.column-1:]), 0
	if strings.HasPrefix(typed, `"`) || strings.HasPrefix(typed, "'") {
		quote = 1 // YAML's, not the author's
	}
	if !strings.HasPrefix(typed[quote:], v.Value) {
		return passage{} // folded, over several lines, or with escapes
	}
	return passage{own: withoutQuotes(v.Value), at: func(offset int) position {
		return position{from.line, from.column + quote + utf8.RuneCountInString(v.Value[:offset])}
	}}
}
