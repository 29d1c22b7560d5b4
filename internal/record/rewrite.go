package record

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// Editor changes a copy of an entry's text, for copies that leave things out.
// A path is the names, and the numbers of items, from a field down to a value. What is nil
// changes nothing.
type Editor struct {
	Drop  func(path []string) bool                           // leave a field out, with all below it
	Omit  func(path []string, value string) bool             // leave a scalar out
	Name  func(name string, line int) string                 // of a field
	Value func(path []string, value string, line int) string // of a scalar
	Body  func(body string, firstLine int) string            // the text below the front matter
}

// whole returns an editor that has all functions.
func (e Editor) whole() Editor {
	same := func(s string, _ int) string { return s }
	if e.Drop == nil {
		e.Drop = func([]string) bool { return false }
	}
	if e.Omit == nil {
		e.Omit = func([]string, string) bool { return false }
	}
	if e.Name == nil {
		e.Name = same
	}
	if e.Value == nil {
		e.Value = func(_ []string, v string, _ int) string { return v }
	}
	if e.Body == nil {
		e.Body = same
	}
	return e
}

// leaves reports whether a field or an item stays out: it has no value, or all of its values
// stay out.
func (e Editor) leaves(path []string, node *yaml.Node) bool {
	if blank(node) || e.Drop(path) {
		return true
	}
	said := false // anything, by its author
	stays := func(step string, child *yaml.Node) bool {
		said = said || !blank(child)
		return !e.leaves(below(path, step), child)
	}
	switch node.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(node.Content); i += 2 {
			if stays(node.Content[i].Value, node.Content[i+1]) {
				return false
			}
		}
	case yaml.SequenceNode:
		for i, item := range node.Content {
			if stays(strconv.Itoa(i), item) {
				return false
			}
		}
	default:
		return e.Omit(path, node.Value)
	}
	return said
}

func below(path []string, step string) []string { return append(slices.Clone(path), step) }

// noNonce replaces the nonce: with the true one, anybody could test guesses of a withheld text
// against the public SHA-256.
var noNonce = strings.Repeat("0", 26)

// Rewrite returns a changed copy of a recorded text. The copy is no record: its front matter is
// written again, without comments and nonce, and with every changed value in quotes. Decode reads
// it.
func Rewrite(text []byte, e Editor) ([]byte, error) {
	p, stamp, root, err := recorded(text)
	if err != nil {
		return nil, err
	}
	stamp.Nonce = noNonce
	e = e.whole()
	var out bytes.Buffer
	out.WriteString("---\n" + stamp.lines())
	for i := 0; i+1 < len(root.Content); i += 2 {
		key, value := root.Content[i], root.Content[i+1]
		path := []string{key.Value}
		if slices.Contains(stampKeys, key.Value) || e.leaves(path, value) {
			continue
		}
		e.writeField(&out, key, value)
	}
	out.WriteString("---\n" + strings.TrimRight(e.Body(p.Body, p.bodyLine()), " \t\n") + "\n")
	return out.Bytes(), nil
}

// writeField writes a top-level field on one line.
func (e Editor) writeField(out *bytes.Buffer, key, value *yaml.Node) {
	out.WriteString(e.key(key) + ": ")
	e.write(out, []string{key.Value}, value)
	out.WriteByte('\n')
}

// key returns a field's name, in quotes where it is not of the usual form.
func (e Editor) key(key *yaml.Node) string {
	changed := e.Name(key.Value, key.Line+1)
	if changed != "" && strings.Trim(changed, "abcdefghijklmnopqrstuvwxyz_") == "" {
		return changed
	}
	return jsonText(changed)
}

// write writes a value in YAML's flow style, on one line.
func (e Editor) write(out *bytes.Buffer, path []string, node *yaml.Node) {
	switch node.Kind {
	case yaml.MappingNode:
		out.WriteByte('{')
		comma := ""
		for i := 0; i+1 < len(node.Content); i += 2 {
			inner := below(path, node.Content[i].Value)
			if e.leaves(inner, node.Content[i+1]) {
				continue
			}
			out.WriteString(comma + e.key(node.Content[i]) + ": ")
			e.write(out, inner, node.Content[i+1])
			comma = ", "
		}
		out.WriteByte('}')
	case yaml.SequenceNode:
		out.WriteByte('[')
		comma := ""
		for i, item := range node.Content {
			inner := below(path, strconv.Itoa(i))
			if e.leaves(inner, item) {
				continue
			}
			out.WriteString(comma)
			e.write(out, inner, item)
			comma = ", "
		}
		out.WriteByte(']')
	default:
		out.WriteString(scalarText(node, e.Value(path, node.Value, node.Line+1)))
	}
}

// scalarText returns a value in its written form: a number or a truth value as it was, all others
// in quotes.
func scalarText(node *yaml.Node, changed string) string {
	bare := wholeNumber().MatchString(changed) || changed == "true" || changed == "false"
	if changed == node.Value && plain(node) && bare {
		return changed
	}
	return jsonText(changed)
}

// Quote writes a text as a YAML value in double quotes, for entries that the program
// writes: a JSON string is one. It escapes <, > and & as well.
func Quote(s string) string {
	b, _ := json.Marshal(s) // a string never fails
	return string(b)
}

// jsonText returns a text in double quotes; a JSON string is a YAML one.
func jsonText(s string) string {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(s); err != nil {
		return strconv.Quote(s) // never: a string has no value that JSON lacks
	}
	return strings.TrimSpace(b.String())
}
