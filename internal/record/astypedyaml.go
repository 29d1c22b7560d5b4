package record

import (
	"strings"

	"gopkg.in/yaml.v3"

	"casefile/internal/pattern"
)

// textual reports whether the field takes a text in the author's own words.
func (s *shape) textual() bool {
	ofWords := s.Means == "" || s.Means == "text" || s.Means == "list"
	return ofWords && len(s.choices()) == 0 && !s.accepts("integer") && !s.accepts("boolean") &&
		(s.accepts("string") || s.untyped())
}

// untyped reports whether the schema says nothing of the field's type.
func (s *shape) untyped() bool { return len(s.Type) == 0 && len(s.Enum) == 0 }

// takes reports whether the schema allows a JSON type for the field.
func (s *shape) takes(jsonType string) bool { return s.accepts(jsonType) || s.untyped() }

// yamlRead is a scalar as YAML reads it.
type yamlRead struct {
	value   string
	quoted  bool // between quotes, or a block
	comment bool // beside words that YAML passes over
}

// yamlScalar reads the one value of a mapping; false where it is no scalar, or more than one.
func yamlScalar(src string) (yamlRead, bool) {
	node := yamlValue(src)
	if node == nil || node.Kind != yaml.ScalarNode {
		return yamlRead{}, false
	}
	return yamlRead{value: node.Value, quoted: !plain(node), comment: node.LineComment != ""}, true
}

// yamlValue returns the one value of a mapping, or nil where YAML can't read it, or where it has
// anchors, aliases or tags. Comments anywhere are told by the value's LineComment.
func yamlValue(src string) *yaml.Node {
	var n notes
	dec := yaml.NewDecoder(strings.NewReader(src))
	var doc, more yaml.Node
	if dec.Decode(&doc) != nil || dec.Decode(&more) == nil || refuseYAML(&n, doc.Content[0], src) {
		return nil
	}
	root := doc.Content[0]
	if root.Kind != yaml.MappingNode || len(root.Content) != 2 {
		return nil
	}
	value := root.Content[1]
	value.LineComment = commentsOf(&doc)
	return value
}

// commentsOf returns all comments of a document, each on lines of its own.
func commentsOf(node *yaml.Node) string {
	var out strings.Builder
	for _, comment := range []string{node.HeadComment, node.LineComment, node.FootComment} {
		if comment != "" {
			out.WriteString(comment + "\n")
		}
	}
	for _, c := range node.Content {
		out.WriteString(commentsOf(c))
	}
	return out.String()
}

// remarks reports whether a field has comments that are no hints of the template.
func (s *strictly) remarks(field string) bool {
	value := yamlValue(field)
	if value == nil {
		return false
	}
	for line := range strings.Lines(value.LineComment) {
		if line = strings.TrimSpace(line); line != "" && !s.hints[line] {
			return true
		}
	}
	return false
}

// otherType knows the plain scalars that readers of YAML 1.1 or 1.2 take for something
// other than a text: truth, nothing, numbers of every base, times, dates, merge keys.
var otherType = pattern.Of(`(?i)^(y|n|yes|no|true|false|on|off|null|~|<<|=|` +
	`[-+]?\.(inf)|\.nan|[-+]?[0-9][0-9_,]*|[-+]?0[xob][0-9a-f_]+|` +
	`[-+]?[0-9_]*\.?[0-9_]*(e[-+]?[0-9]+)?|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?|` +
	`[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt \t].*)?)$`)

// staysText reports whether every reader of YAML takes these words, as a plain scalar, for a
// text.
func staysText(words string) bool { return !otherType().MatchString(words) }
