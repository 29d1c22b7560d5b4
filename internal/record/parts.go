package record

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"casefile/internal/pattern"
)

// A text for several cases has a common part. Each case that needs its own words has a part that
// begins with a line of three equals signs and the case:
//
//	=== P4W8
//	---
//	seen_alone: no
//	---
//	## Child's words
//	…
//
// A field of a part replaces the common field. Its text is added: below the same heading if there
// is one, and otherwise at the end. No case loses any of the common text.

// Part is the part of a text for one case alone.
type Part struct {
	Case string // as typed
	Line int    // of its first line in the whole text
	Text string
}

// ErrParts says that a part can't be put together with the common text.
var ErrParts = errors.New("the part can't be put together with the common text")

// partLine is generous: after a slip in the mark, facts of one child alone must not go into the
// others' cases. The caller checks the case that it names.
var partLine = pattern.Of(`^[ \t]*={3,}[ \t]*([^=\s].*?)[ \t]*=*[ \t]*$`)

// Parts cuts a text for several cases. Lines in code blocks and in the front
// matter don't count.
func Parts(text []byte) (common string, parts []Part) {
	src := unixLines(text)
	front := 0
	if p, problem := split(src); problem == "" && p.has() {
		front = p.bodyLine() - 1
	}
	var code codeBlock
	from, end := 0, 0 // in bytes, of the common text or the newest part
	done := func() {
		if piece := src[from:end]; len(parts) == 0 {
			common = piece
		} else {
			parts[len(parts)-1].Text = piece
		}
	}
	for i, line := range strings.SplitAfter(src, "\n") {
		bare := strings.TrimSuffix(line, "\n")
		if i >= front && !code.step(bare, i+1) {
			if m := partLine().FindStringSubmatch(bare); m != nil {
				done()
				parts = append(parts, Part{Case: m[1], Line: i + 2})
				from = end + len(line)
			}
		}
		end += len(line)
	}
	done()
	return common, parts
}

// PartError says that a part is for none of the named cases, may be for several of them, or is the
// second one for a case.
type PartError struct {
	Line   int    // of the line that begins the part
	Case   string // as typed, cleaned; of a second part the whole ID
	Second bool
	Among  int // how many of the cases it may be for; 0 where it is for none, or for one
}

func (e *PartError) Error() string {
	switch {
	case e.Second:
		return fmt.Sprintf("line %d begins a second part for %s", e.Line, e.Case)
	case e.Among > 0:
		return fmt.Sprintf("line %d is for the case %s, and %d of the cases begin so",
			e.Line, e.Case, e.Among)
	}
	return fmt.Sprintf("line %d is for the case %s, which is none of those meant", e.Line, e.Case)
}

// PartsFor splits a text for some cases into the common text and each case's own part. It returns a
// PartError for a part that is for none of the cases, for several, or for a case that has one
// already.
func PartsFor(text []byte, cases []ID) (common string, own map[ID]Part, err error) {
	common, parts := Parts(text)
	own = map[ID]Part{}
	for _, p := range parts {
		line := p.Line - 1
		prefix, err := ParsePrefix(p.Case)
		fit := slices.DeleteFunc(slices.Clone(cases), func(id ID) bool {
			return err != nil || !strings.HasPrefix(string(id), prefix)
		})
		if len(fit) == 0 {
			return "", nil, &PartError{Line: line, Case: Clean(p.Case)}
		}
		// A guess would record one child's words in the record of another.
		if len(fit) > 1 {
			return "", nil, &PartError{Line: line, Case: Clean(p.Case), Among: len(fit)}
		}
		if _, twice := own[fit[0]]; twice {
			return "", nil, &PartError{Line: line, Case: fit[0].String(), Second: true}
		}
		own[fit[0]] = p
	}
	return common, own, nil
}

// OnLines gives findings in a text that JoinParts put together the lines of the text as it
// was typed; lines is as JoinParts gives it.
func (fs Findings) OnLines(lines []int) Findings {
	out := slices.Clone(fs)
	for i, f := range out {
		if f.Line > 0 && f.Line <= len(lines) {
			out[i].Line = lines[f.Line-1]
		}
	}
	return out
}

// numbered is a line with its place in the text as typed.
type numbered struct {
	text string
	at   int
}

func number(text string, from int) []numbered {
	var out []numbered
	for i, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		out = append(out, numbered{line, from + i})
	}
	return out
}

// JoinParts puts the common text and one part together. lines has, for each line
// of the outcome, its place in the text as typed.
func JoinParts(common string, part Part) (text []byte, lines []int, err error) {
	c, problem := split(common)
	if problem != "" {
		return []byte(common), nil, nil // the check says what is wrong with it
	}
	own := strings.TrimLeft(part.Text, " \t\n")
	skipped := strings.Count(part.Text[:len(part.Text)-len(own)], "\n")
	p, problem := split(own)
	if problem != "" {
		return nil, nil, fmt.Errorf("%w: line %d: %s", ErrParts, part.Line+skipped, problem)
	}
	fields, err := mergedFields(c, p, part.Line+skipped)
	if err != nil {
		return nil, nil, err
	}
	ours := number(p.Body, part.Line+skipped+p.bodyLine()-1)
	body, err := mergedBody(number(c.Body, c.bodyLine()), ours)
	if err != nil {
		return nil, nil, err
	}
	end := numbered{"---", max(c.bodyLine()-1, 1)}
	all := slices.Concat([]numbered{{"---", 1}}, fields, []numbered{end}, body)
	var out strings.Builder
	for _, l := range all {
		out.WriteString(l.text + "\n")
		lines = append(lines, l.at)
	}
	return []byte(out.String()), lines, nil
}

// mergedFields returns the lines of the common front matter without the fields that the part gives,
// and then those.
func mergedFields(c, p front, partLine int) ([]numbered, error) {
	n := &notes{}
	theirs, ours := frontMatter(n, c.YAML), frontMatter(n, p.YAML)
	if n.list.Failed() {
		return nil, fmt.Errorf("%w: the front matter can't be read: %s", ErrParts, n.list[0].Found)
	}
	var out []numbered
	if c.YAML != "" {
		out = number(c.YAML, 2)
	}
	if p.YAML == "" {
		return out, nil
	}
	if theirs != nil && ours != nil {
		out = withoutGiven(out, theirs, ours)
	}
	return append(out, number(p.YAML, partLine+1)...), nil
}

// withoutGiven leaves out the lines of those fields of theirs that ours have as well.
func withoutGiven(lines []numbered, theirs, ours *yaml.Node) []numbered {
	given := map[string]bool{}
	for i := 0; i+1 < len(ours.Content); i += 2 {
		given[ours.Content[i].Value] = true
	}
	var out []numbered
	kept := 0 // lines looked at
	for i := 0; i+1 < len(theirs.Content); i += 2 {
		if !given[theirs.Content[i].Value] {
			continue
		}
		out = append(out, lines[kept:theirs.Content[i].Line-1]...)
		if kept = len(lines); i+2 < len(theirs.Content) {
			kept = theirs.Content[i+2].Line - 1
		}
	}
	return append(out, lines[kept:]...)
}

// block is a heading and the lines below it.
type block struct {
	title string
	lines []numbered
}

// said reports whether a section has more than its heading and hints.
func (b block) said() bool {
	return slices.ContainsFunc(b.lines[1:], func(l numbered) bool {
		text := strings.TrimSpace(l.text)
		return text != "" && !(strings.HasPrefix(text, "<!--") && strings.HasSuffix(text, "-->"))
	})
}

func blocksOf(lines []numbered) []block {
	out := []block{{}}
	var code codeBlock
	for _, l := range lines {
		if !code.step(l.text, l.at) {
			if title, ok := headingOf(l.text); ok {
				out = append(out, block{title: title})
			}
		}
		last := &out[len(out)-1]
		last.lines = append(last.lines, l)
	}
	return out
}

// mergedBody adds the sections of a part to the common ones.
func mergedBody(common, own []numbered) ([]numbered, error) {
	out := blocksOf(common)
	first := map[string]int{} // block of each title
	for i, b := range slices.Backward(out) {
		first[b.title] = i
	}
	for _, b := range blocksOf(own) {
		b.lines = trimmed(b.lines)
		if len(b.lines) == 0 {
			continue
		}
		if b.title == "" && slices.ContainsFunc(out[1:], block.said) {
			return nil, fmt.Errorf("%w: line %d: the common text has headings, and this text has "+
				"none", ErrParts, b.lines[0].at)
		}
		i, there := first[b.title]
		if !there {
			first[b.title] = len(out)
			out = append(out, b)
			continue
		}
		if b.title != "" {
			b.lines = b.lines[1:]
		}
		out[i].lines = append(trimmed(out[i].lines), b.lines...)
	}
	var all []numbered
	for i, b := range out {
		lines := trimmed(b.lines)
		if len(lines) == 0 {
			continue
		}
		if i > 0 && len(all) > 0 {
			all = append(all, numbered{"", lines[0].at})
		}
		all = append(all, lines...)
	}
	return all, nil
}

// trimmed returns lines without the blank ones at both ends.
func trimmed(lines []numbered) []numbered {
	for len(lines) > 0 && strings.TrimSpace(lines[0].text) == "" {
		lines = lines[1:]
	}
	for len(lines) > 0 && strings.TrimSpace(lines[len(lines)-1].text) == "" {
		lines = lines[:len(lines)-1]
	}
	return lines
}

// TemplateFor returns the kind's template with a line for each case at its end, to write below or
// to leave.
func (k *Kind) TemplateFor(cases []ID) []byte {
	out := string(k.Template(nil))
	for _, id := range cases {
		out += "\n=== " + id.String() + "\n"
	}
	return []byte(out)
}

// OfCases joins the findings in the texts of some cases, in their order: common ones once, and the
// others with their case.
func OfCases(cases []ID, found [][]Finding) Findings {
	var out Findings
	for i, list := range found {
		for _, f := range list {
			same := func(o Finding) bool {
				return o.Line == f.Line && o.Rule == f.Rule && o.Found == f.Found
			}
			everywhere := !slices.ContainsFunc(found, func(other []Finding) bool {
				return !slices.ContainsFunc(other, same)
			})
			if everywhere && i > 0 {
				continue
			}
			if !everywhere {
				f.File += " for " + cases[i].String()
			}
			out = append(out, f)
		}
	}
	return out
}
