package record

import (
	"fmt"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// SetField adds a top-level field of plain text to a text. If the author wrote that field already,
// it changes nothing. Other bytes are kept.
func SetField(text []byte, name, value string) ([]byte, error) {
	f, root, err := open(text)
	if err != nil {
		return nil, err
	}
	if _, have := child(root, name); have != nil {
		return text, nil
	}
	f.YAML += name + ": " + value + "\n"
	return []byte(f.Text()), nil
}

// Answer writes the answer to a question into a field of a text, in place of the field's old value.
// The text may be as it was typed, so YAML need not understand it.
func Answer(text []byte, name, answer string) []byte {
	f := takeApart(string(WithoutFields(text, name)))
	f.YAML += name + ": " + jsonText(answer) + "\n"
	return []byte(f.Text())
}

// SetFields adds fields, names and values, that the author did not write. Front matter that cannot
// be read stays as it is: the check of the text reports the fault and its place.
func SetFields(text []byte, fields [][2]string) []byte {
	for _, f := range fields {
		if out, err := SetField(text, f[0], f[1]); err == nil {
			text = out
		}
	}
	return text
}

// SetLink adds a link of one relation to one entry to a text. If the author wrote that relation
// already, it changes nothing. Other bytes are kept.
func SetLink(text []byte, relation, to string) ([]byte, error) {
	f, root, err := open(text)
	if err != nil {
		return nil, err
	}
	lines := strings.SplitAfter(f.YAML, "\n")
	_, links := child(root, "links")
	switch {
	case links == nil || links.Kind == yaml.ScalarNode && links.Tag == "!!null":
		if links != nil {
			lines = slices.Delete(lines, links.Line-1, links.Line)
		}
		lines = append(lines, fmt.Sprintf("links: {%s: %s}\n", relation, to))
	case links.Kind != yaml.MappingNode:
		return text, nil // the check says what is wrong with it
	default:
		if _, have := child(links, relation); have != nil {
			return text, nil
		}
		if links.Style&yaml.FlowStyle != 0 {
			lines[links.Line-1] = insertFlow(lines[links.Line-1], links, relation+": "+to)
			break
		}
		first := links.Content[0]
		lines = slices.Insert(lines, first.Line-1, strings.Repeat(" ", first.Column-1)+relation+
			": "+to+"\n")
	}
	f.YAML = strings.Join(lines, "")
	return []byte(f.Text()), nil
}

// WithLink is SetLink for a text that may be unreadable. It leaves such a text as it is: the check
// of the text reports the fault and its place.
func WithLink(text []byte, relation string, to ID) []byte {
	out, err := SetLink(text, relation, string(to))
	if err != nil {
		return text
	}
	return out
}

// open splits a text for an addition, and reads its front matter without strictness: the check of
// the result reports faults. It makes front matter if there is none.
func open(text []byte) (front, *yaml.Node, error) {
	f := takeUnixApart(unixLines(text))
	if !f.begins() {
		f = takeUnixApart("---\n---\n" + unixLines(text))
	}
	if !f.has() {
		return f, nil, fmt.Errorf("%w: the front matter does not end", ErrEntry)
	}
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(strings.TrimSuffix(f.YAML, "\n")), &doc); err != nil {
		return f, nil, fmt.Errorf("%w: %w", ErrEntry, err)
	}
	if len(doc.Content) == 0 {
		return f, &yaml.Node{Kind: yaml.MappingNode}, nil
	}
	return f, doc.Content[0], nil
}

// insertFlow puts a pair behind the brace that opens a flow mapping in a line.
func insertFlow(line string, mapping *yaml.Node, pair string) string {
	if len(mapping.Content) > 0 {
		pair += ", "
	}
	typed, at := []rune(line), mapping.Column // just behind the brace, which is at Column-1
	return string(typed[:at]) + pair + string(typed[at:])
}
