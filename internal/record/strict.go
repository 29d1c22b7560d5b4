package record

import (
	"strings"

	"gopkg.in/yaml.v3"
)

// StrictYAML says how much of YAML is read: plain mappings, lists and scalars, with no tags,
// anchors, aliases, merge keys or duplicate keys. Front matter, casefile.yaml and the files of
// DecodeYAML go through its one walk.
type StrictYAML struct {
	Depth  int    // of values in one another, at most
	Nodes  int    // in all, at most; 0: as many as the bytes hold
	Source string // the document, where a bare tag (!) is looked for too; "" where it is not
}

// Breach is the way in which a node breaks strict YAML.
type Breach int

// The breaches, in the order in which a node is checked. The nodes below one that is too deep, an
// alias or tagged are not walked.
const (
	BreachTooDeep      Breach = iota + 1 // deeper than Depth, or one more than Nodes
	BreachAlias                          // an alias, or a node with an anchor
	BreachTagged                         // a tag
	BreachKeyNoScalar                    // a key that is a list, a mapping or an alias
	BreachKeyEmpty                       // a key with no text
	BreachKeyMerge                       // the merge key, <<
	BreachKeyDuplicate                   // a key that its mapping has already
)

// Refused is one breach: the node, and for a key the line of the same one before it, or 0.
type Refused struct {
	Breach  Breach
	Node    *yaml.Node
	Earlier int
}

// Walk gives refuse each breach below a node of yaml.v3, in the order of the document.
func (s StrictYAML) Walk(root *yaml.Node, refuse func(Refused)) {
	w := strictWalk{StrictYAML: s, refuse: refuse, runes: map[int][]rune{}}
	if s.Source != "" {
		w.lines = strings.Split(s.Source, "\n")
	}
	w.node(root, 0)
}

type strictWalk struct {
	StrictYAML
	refuse func(Refused)
	lines  []string
	runes  map[int][]rune // of lines looked at; none where no ! stands
	nodes  int
}

func (w *strictWalk) node(node *yaml.Node, depth int) {
	w.nodes++
	switch {
	case depth > w.Depth || w.Nodes > 0 && w.nodes > w.Nodes:
		w.refuse(Refused{Breach: BreachTooDeep, Node: node})
		return
	case node.Kind == yaml.AliasNode || node.Anchor != "":
		w.refuse(Refused{Breach: BreachAlias, Node: node})
		return
	case w.tagged(node):
		w.refuse(Refused{Breach: BreachTagged, Node: node})
		return
	}
	if node.Kind == yaml.MappingNode {
		w.keys(node)
	}
	for _, c := range node.Content {
		w.node(c, depth+1)
	}
}

// tagged reports whether a node has a tag. yaml.v3 keeps nothing of the bare
// tag "!", but begins the node there, where no untagged node can begin.
func (w *strictWalk) tagged(node *yaml.Node) bool {
	if node.Style&yaml.TaggedStyle != 0 {
		return true
	}
	if node.Line > len(w.lines) {
		return false
	}
	line, looked := w.runes[node.Line]
	if !looked {
		if strings.Contains(w.lines[node.Line-1], "!") {
			line = []rune(w.lines[node.Line-1])
		}
		w.runes[node.Line] = line
	}
	return node.Column <= len(line) && line[node.Column-1] == '!'
}

func (w *strictWalk) keys(node *yaml.Node) {
	lines := map[string]int{} // of the keys so far
	for i := 0; i+1 < len(node.Content); i += 2 {
		key := node.Content[i]
		r := Refused{Node: key, Earlier: lines[key.Value]}
		switch {
		case key.Kind != yaml.ScalarNode:
			w.refuse(Refused{Breach: BreachKeyNoScalar, Node: key})
			continue
		case key.Tag == "!!merge":
			w.refuse(Refused{Breach: BreachKeyMerge, Node: key})
			continue
		case key.Value == "":
			r.Breach = BreachKeyEmpty
		case r.Earlier > 0:
			r.Breach = BreachKeyDuplicate
		}
		if r.Breach != 0 {
			w.refuse(r)
		}
		lines[key.Value] = key.Line
	}
}

// String says what is wrong, for a line of an error.
func (b Breach) String() string {
	switch b {
	case BreachTooDeep:
		return "the values lie too deep"
	case BreachAlias, BreachKeyMerge:
		return "there is an anchor, an alias or a merge key"
	case BreachTagged:
		return "there is a tag"
	case BreachKeyDuplicate:
		return "a key is given twice"
	}
	return "a key is not a plain word"
}
