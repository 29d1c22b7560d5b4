package record

import (
	"slices"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// targeting are the kinds whose field target names entries as links do.
var targeting = []string{KindEndorsement, KindErasure}

// linkNodes returns the scalars that name entries: all under links, and target where the kind has
// it.
func linkNodes(root *yaml.Node, kind string) []*yaml.Node {
	var out []*yaml.Node
	if _, links := child(root, "links"); links != nil && links.Kind == yaml.MappingNode {
		for i := 1; i < len(links.Content); i += 2 {
			out = append(out, scalars(links.Content[i])...)
		}
	}
	if slices.Contains(targeting, kind) {
		_, target := child(root, "target")
		out = append(out, scalars(target)...)
	}
	return out
}

func scalars(node *yaml.Node) []*yaml.Node {
	switch {
	case node == nil:
		return nil
	case node.Kind == yaml.ScalarNode && node.Value != "":
		return []*yaml.Node{node}
	case node.Kind != yaml.SequenceNode:
		return nil
	}
	return slices.DeleteFunc(slices.Clone(node.Content), func(c *yaml.Node) bool {
		return c.Kind != yaml.ScalarNode || c.Value == ""
	})
}

// ExpandLinks puts full IDs in place of the entry references of a spliced
// text: the bare ID for an entry of the text's own case, CASE/ENTRY for any
// other. Every other byte stays. resolve is given each reference as the author
// wrote it; its errors become findings, and then there is no text.
func ExpandLinks(text []byte, resolve func(ref string) (Ref, error)) ([]byte, Findings) {
	n := &notes{}
	_, root, ok := whole(n, string(text))
	if !ok {
		return nil, n.list
	}
	var kind, own string
	if _, v := child(root, "kind"); v != nil {
		kind = v.Value
	}
	if _, v := child(root, "case"); v != nil {
		own = v.Value
	}
	var edits []edit
	places := newOffsets(string(text))
	for _, node := range linkNodes(root, kind) {
		ref, err := resolve(node.Value)
		if err != nil {
			n.add(RuleBadLink, nodePosition(node), quoted(node.Value)+" names no entry: "+
				Clean(err.Error())+".", "Write the ID of an entry, as casefile chronology shows "+
				"it.")
			continue
		}
		e, ok := replace(places, node, inFull(ref, own))
		if !ok {
			n.add(RuleBadLink, nodePosition(node), quoted(node.Value)+" is not written on one "+
				"line "+
				"as an ID.", "Write it plainly.")
		}
		edits = append(edits, e)
	}
	if n.list.Failed() {
		n.list.Sort()
		return nil, n.list
	}
	out, err := fits(n, apply(string(text), edits))
	return out, err
}

func inFull(r Ref, own string) string {
	if r.Case == "" || string(r.Case) == own {
		return string(r.Entry)
	}
	return string(r.Case) + "/" + string(r.Entry)
}

// edit puts new bytes in the place of old ones.
type edit struct {
	from, to int
	put      string
}

// replace finds the bytes of a scalar in the text; ok is false where they are
// not its value, as with escapes.
func replace(places *offsets, node *yaml.Node, put string) (e edit, ok bool) {
	text, from := places.text, places.of(nodePosition(node))
	if !plain(node) {
		from++
	}
	to := from + len(node.Value)
	if to > len(text) || text[from:to] != node.Value {
		return edit{}, false
	}
	return edit{from, to, put}, true
}

// offsets turns places of a text into offsets in bytes. It goes on from the place before
// where it can: a line of thousands of links is read once.
type offsets struct {
	text   string
	starts []int    // of the lines
	at     position // where offset is
	offset int
}

func newOffsets(text string) *offsets {
	o := &offsets{text: text, starts: []int{0}}
	for i := range len(text) {
		if text[i] == '\n' {
			o.starts = append(o.starts, i+1)
		}
	}
	return o
}

func (o *offsets) of(at position) int {
	if at.line != o.at.line || at.column < o.at.column {
		o.at, o.offset = position{at.line, 1}, o.starts[at.line-1]
	}
	for o.at.column < at.column && o.offset < len(o.text) {
		_, size := utf8.DecodeRuneInString(o.text[o.offset:])
		o.offset += size
		o.at.column++
	}
	return o.offset
}

func apply(text string, edits []edit) string {
	slices.SortFunc(edits, func(a, b edit) int { return a.from - b.from })
	var b strings.Builder
	done := 0
	for _, e := range edits {
		b.WriteString(text[done:e.from])
		b.WriteString(e.put)
		done = e.to
	}
	return b.String() + text[done:]
}
