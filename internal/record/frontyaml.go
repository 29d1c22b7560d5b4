package record

import (
	"errors"
	"io"
	"strings"

	"gopkg.in/yaml.v3"
)

// Limits on front matter, against YAML that is small in a file and large in memory. The deepest
// field of a built-in kind is 3 deep.
const (
	maxDepth = 8
	maxNodes = 4000
)

// frontMatter reads YAML strictly: one document of named values, with no
// tags, anchors, aliases, merge keys or duplicate names at any depth. It gives
// nil where there are no values, or where the YAML cannot be used.
func frontMatter(n *notes, src string) *yaml.Node {
	for i, line := range strings.Split(src, "\n") {
		if strings.HasPrefix(line, "---") || strings.HasPrefix(line, "...") ||
			strings.HasPrefix(line, "%") {
			n.add(RuleYAMLSyntax, position{i + 2, 1}, "The front matter is cut in two here.",
				"Take the line away, or put two blanks before it.")
			return nil
		}
	}
	dec := yaml.NewDecoder(strings.NewReader(src))
	var doc yaml.Node
	if err := dec.Decode(&doc); errors.Is(err, io.EOF) {
		return nil
	} else if err != nil {
		addYAMLError(n, src, err)
		return nil
	}
	root := doc.Content[0]
	if fields := (front{YAML: src}).Fields(); root.Kind == yaml.ScalarNode && len(fields) > 0 {
		noColon(n, fields[0])
		return nil
	}
	if refuseYAML(n, root, src) {
		return nil
	}
	return namedValues(n, root)
}

func namedValues(n *notes, root *yaml.Node) *yaml.Node {
	if root.Kind != yaml.MappingNode {
		n.add(RuleYAMLSyntax, nodePosition(root), "The front matter has no named values.",
			"Write one field a line, as name: value.")
		return nil
	}
	if root.Style&yaml.FlowStyle != 0 || root.Column != 1 {
		n.add(RuleYAMLSyntax, nodePosition(root), "The fields do not begin at the start of their "+
			"lines.", "Write one field a line, with no blanks or brackets before it.")
		return nil
	}
	return root
}

// nodePosition returns a node's place in the whole text: the front matter begins in its second
// line.
func nodePosition(node *yaml.Node) position { return position{node.Line + 1, node.Column} }

// refuseYAML words what strict YAML refuses. That values lie too deep is said only
// where nothing else is, and once.
func refuseYAML(n *notes, root *yaml.Node, src string) (failed bool) {
	refuse := func(rule string, node *yaml.Node, found, do string) {
		n.add(rule, nodePosition(node), found, do)
		failed = true
	}
	StrictYAML{maxDepth, maxNodes, src}.Walk(root, func(r Refused) {
		switch r.Breach {
		case BreachTooDeep:
			if !failed {
				refuse(RuleYAMLDepth, r.Node, "The values lie too deep, or are too many.",
					"Write fewer, or put them in the text below.")
			}
		case BreachAlias:
			refuse(RuleYAMLAlias, r.Node, "There is an anchor or an alias (& or *).",
				"Write the value out, or put it between quotes.")
		case BreachTagged:
			refuse(RuleYAMLTag, r.Node, "There is a tag (!).",
				"Take it away, or put the value between quotes.")
		case BreachKeyNoScalar, BreachKeyEmpty:
			if r.Node.Kind != yaml.AliasNode { // which is a breach by itself
				refuse(RuleYAMLSyntax, r.Node, "A field has no name.", "Write it as name: value.")
			}
		case BreachKeyMerge:
			refuse(RuleYAMLAlias, r.Node, "There is a merge key (<<).", "Write the values out.")
		case BreachKeyDuplicate:
			refuse(RuleYAMLDuplicateKey, r.Node, "The field "+quoted(r.Node.Value)+
				" is given twice.",
				"Keep one of them.")
		}
	})
	return failed
}

// checkEscapes finds the harmful characters that only an escape makes. A
// recorded entry that has some is still read, and shown with them visible.
func checkEscapes(n *notes, node *yaml.Node) {
	if node.Kind == yaml.ScalarNode && strings.ContainsFunc(node.Value, harmful) {
		n.add(RuleControlCharacter, nodePosition(node), "An escape in the value makes a character "+
			"that can't be seen.", "Write the value without it.")
	}
	for _, c := range node.Content {
		checkEscapes(n, c)
	}
}

// child returns the key and the value of a name in a mapping.
func child(node *yaml.Node, name string) (key, value *yaml.Node) {
	if node == nil || node.Kind != yaml.MappingNode {
		return nil, nil
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		if node.Content[i].Value == name {
			return node.Content[i], node.Content[i+1]
		}
	}
	return nil, nil
}

// plain reports whether a scalar is written without quotes.
func plain(node *yaml.Node) bool {
	return node.Kind == yaml.ScalarNode &&
		node.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) == 0
}

// blank reports whether a field was named and given no value.
func blank(node *yaml.Node) bool { return plain(node) && node.Value == "" }

// quoted shows a foreign value in a finding: cleaned, on one line, and short.
func quoted(s string) string {
	return "“" + Shorten(strings.Join(strings.Fields(Clean(s)), " "), 40) + "”"
}
