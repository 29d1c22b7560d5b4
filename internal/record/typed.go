package record

import (
	"strconv"

	"gopkg.in/yaml.v3"

	"casefile/internal/pattern"
)

// dated is a value that the schema takes for a date or a time.
type dated struct {
	node    *yaml.Node
	name    string
	means   string // date, point, occurred or instant
	future  bool   // may lie ahead
	planned bool   // is a plan, and in the future

	unknown bool // may be unknown
}

// period is a first and a last day, as a mapping gives them.
type period struct{ from, to dated }

// reader turns YAML nodes into values: a plain scalar is its source text, and
// only fields that the schema types as integer or boolean convert.
type reader struct {
	dates   []dated
	periods []period
	levels  []dated      // words for the size of a risk
	blanks  []*yaml.Node // keys with no value
}

var wholeNumber = pattern.Of(`^(0|[1-9][0-9]{0,17})$`)

func (r *reader) value(name string, node *yaml.Node, s *shape) any {
	if s == nil {
		s = &shape{}
	}
	switch node.Kind {
	case yaml.MappingNode:
		return r.mapping(node, s)
	case yaml.SequenceNode:
		out := make([]any, 0, len(node.Content))
		for _, c := range node.Content {
			out = append(out, r.value(name, c, s.Items))
		}
		return out
	}
	switch s.Means {
	case "date", "point", "occurred", "instant":
		r.dates = append(r.dates, dated{node, name, s.Means, s.Future, s.Ahead, s.takesUnknown()})
	case "level":
		r.levels = append(r.levels, dated{node: node, name: name})
	}
	return scalar(node, s)
}

func scalar(node *yaml.Node, s *shape) any {
	if !plain(node) {
		return node.Value
	}
	if s.accepts("integer") && wholeNumber().MatchString(node.Value) {
		n, _ := strconv.ParseInt(node.Value, 10, 64)
		return n
	}
	if s.accepts("boolean") && (node.Value == "true" || node.Value == "false") {
		return node.Value == "true"
	}
	return node.Value
}

// mapping leaves out fields that were named and given no value; they are
// reported by themselves.
func (r *reader) mapping(node *yaml.Node, s *shape) map[string]any {
	out := make(map[string]any, len(node.Content)/2)
	first := len(r.dates)
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		if blank(value) {
			r.blanks = append(r.blanks, key)
			continue
		}
		out[key.Value] = r.value(key.Value, value, s.Fields.get(key.Value))
	}
	r.pair(node, r.dates[first:])
	return out
}

// pair notes the days from and to of one mapping, where it has both.
func (r *reader) pair(node *yaml.Node, dates []dated) {
	_, from := child(node, "from")
	_, to := child(node, "to")
	var s period
	for _, d := range dates {
		switch d.node {
		case from:
			s.from = d
		case to:
			s.to = d
		}
	}
	if s.from.node != nil && s.to.node != nil {
		r.periods = append(r.periods, s)
	}
}

// locate returns the node that a schema's instance location names.
func locate(root *yaml.Node, path []string) *yaml.Node {
	for _, step := range path {
		switch root.Kind {
		case yaml.MappingNode:
			_, v := child(root, step)
			if v == nil {
				return root
			}
			root = v
		case yaml.SequenceNode:
			i, err := strconv.Atoi(step)
			if err != nil || i >= len(root.Content) {
				return root
			}
			root = root.Content[i]
		default:
			return root
		}
	}
	return root
}

// at returns the shape of the field that an instance location names.
func (s *shape) at(path []string) *shape {
	for _, step := range path {
		if s == nil {
			return nil
		}
		if f := s.Fields.get(step); f != nil {
			s = f
		} else {
			s = s.Items
		}
	}
	return s
}
