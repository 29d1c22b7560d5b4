package record

import (
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"casefile/internal/pattern"
)

// Splice makes the recorded text from its author's text. CRLF becomes LF. The six lines of the
// stamp come after the first line of three hyphens. The author's own lines of those six fields must
// agree, and are removed. Front matter is made if there is none. Every other byte stays as it is:
// YAML is never rewritten. If the findings have errors there is no text.
func Splice(author []byte, s Stamp) ([]byte, Findings) {
	n := &notes{}
	text := unixLines(author)
	if checkBytes(n, text); n.list.Failed() {
		return nil, n.list
	}
	p, root, ok := whole(n, text)
	if !ok {
		return nil, n.list
	}
	if !p.has() {
		return fits(n, "---\n"+s.lines()+"---\n"+text)
	}
	own := ownLines(n, root, p.YAML, s)
	if n.list.Failed() {
		n.list.Sort()
		return nil, n.list
	}
	p.YAML = s.lines() + without(p.YAML, own)
	return fits(n, p.Text())
}

func fits(n *notes, text string) ([]byte, Findings) {
	if checkBytes(n, text); n.list.Failed() {
		return nil, n.list
	}
	return []byte(text), n.list
}

// ownLine is a stamp field as an author may write it: on one line, plain or
// quoted, perhaps with a comment.
var ownLine = pattern.Of(
	`^["']?[a-z]+["']?[ \t]*:[ \t]+(?:"([^"\\]*)"|'([^']*)'|([^\s"'#]\S*))[ \t]*(?:[ \t]#.*)?$`)

// ownLines returns the numbers, from 0, of the author's lines of stamp fields.
func ownLines(n *notes, root *yaml.Node, src string, s Stamp) []int {
	if root == nil {
		return nil
	}
	lines := strings.Split(src, "\n")
	origin, _ := child(root, "origin")
	var out []int
	for i := 0; i+1 < len(root.Content); i += 2 {
		key, value := root.Content[i], root.Content[i+1]
		if key.Value == firstKey && origin == nil {
			n.add(RuleStampMismatch, nodePosition(key),
				quoted(firstKey)+" is what the program writes.",
				"Delete the line: the program writes it.")
		}
		if !slices.Contains(stampKeys, key.Value) || key.Line > len(lines) {
			continue
		}
		m := ownLine().FindStringSubmatch(lines[key.Line-1])
		if m == nil || m[1]+m[2]+m[3] != value.Value || !s.agrees(key.Value, value.Value) {
			n.add(RuleStampMismatch, nodePosition(value), quoted(key.Value)+" has "+
				quoted(value.Value)+", and the program writes "+quoted(s.value(key.Value))+".",
				"Delete the line: the program writes it.")
		}
		out = append(out, key.Line-1)
	}
	return out
}

// without leaves out lines by number, from 0.
func without(src string, drop []int) string {
	var b strings.Builder
	for i, line := range strings.SplitAfter(src, "\n") {
		if !slices.Contains(drop, i) {
			b.WriteString(line)
		}
	}
	return b.String()
}
