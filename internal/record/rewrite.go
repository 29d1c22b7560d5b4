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
// A path is the names, and the numbers of items, from a field down to a value.
type Editor struct {
	Drop  func(path []string) bool                           // leave a field out, with all below it
	Name  func(name string, line int) string                 // of a field
	Value func(path []string, value string, line int) string // of a scalar
	Body  func(body string, firstLine int) string            // the text below the front matter
}

// noNonce stands in the place of a nonce: whoever has the true one can test
// guesses of a withheld text against the public SHA-256.
var noNonce = strings.Repeat("0", 26)

// Rewrite gives a changed copy of a recorded text. The copy is no record: its
// front matter is written anew, without comments, with no nonce and with every
// value that was changed in quotes. Decode reads it.
func Rewrite(text []byte, e Editor) ([]byte, error) {
	p, stamp, root, err := recorded(text)
	if err != nil {
		return nil, err
	}
	stamp.Nonce = noNonce
	var out bytes.Buffer
	out.WriteString("---\n" + stamp.lines())
	for i := 0; i+1 < len(root.Content); i += 2 {
		key, value := root.Content[i], root.Content[i+1]
		path := []string{key.Value}
		if slices.Contains(stampKeys, key.Value) || blank(value) || e.Drop(path) {
			continue
		}
		out.WriteString(e.key(key) + ": ")
		e.write(&out, path, value)
		out.WriteByte('\n')
	}
	out.WriteString("---\n" + strings.TrimRight(e.Body(p.Body, p.bodyLine()), " \t\n") + "\n")
	return out.Bytes(), nil
}

// key is a field's name, in quotes where it is not of the usual form.
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
		first := true
		for i := 0; i+1 < len(node.Content); i += 2 {
			inner := append(slices.Clone(path), node.Content[i].Value)
			if blank(node.Content[i+1]) || e.Drop(inner) {
				continue
			}
			if !first {
				out.WriteString(", ")
			}
			first = false
			out.WriteString(e.key(node.Content[i]) + ": ")
			e.write(out, inner, node.Content[i+1])
		}
		out.WriteByte('}')
	case yaml.SequenceNode:
		out.WriteByte('[')
		first := true
		for i, item := range node.Content {
			inner := append(slices.Clone(path), strconv.Itoa(i))
			if e.Drop(inner) {
				continue
			}
			if !first {
				out.WriteString(", ")
			}
			first = false
			e.write(out, inner, item)
		}
		out.WriteByte(']')
	default:
		changed := e.Value(path, node.Value, node.Line+1)
		if changed == node.Value && plain(node) && (wholeNumber.MatchString(changed) || changed == "true" || changed == "false") {
			out.WriteString(changed)
			return
		}
		out.WriteString(jsonText(changed))
	}
}

// Quote writes a text as a YAML value in double quotes, for entries that the program
// writes: a JSON string is one. It escapes <, > and & as well.
func Quote(s string) string {
	b, _ := json.Marshal(s) // a string never fails
	return string(b)
}

// jsonText is a text in double quotes; a JSON string is a YAML one.
func jsonText(s string) string {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(s); err != nil {
		return strconv.Quote(s) // never: a string has no value that JSON lacks
	}
	return strings.TrimSpace(b.String())
}
