package policy

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// A policy is a page or two. The limits keep a hostile file cheap.
const (
	maxBytes = 256 << 10
	maxDepth = 12
)

// firstLines is the head by which a reader of the bytes knows the repository's
// format before anything else is parsed.
var firstLines = regexp.MustCompile(`\Aformat: [1-9][0-9]{0,8}\nobject_format: sha1\nversion: [1-9][0-9]{0,8}\n`)

// root parses bytes to one YAML document made of plain mappings, sequences
// and scalars: no tags, anchors, aliases, merge keys or duplicate keys.
func (d *decoder) root(data []byte) *yaml.Node {
	switch {
	case len(data) > maxBytes:
		d.whole(RuleTooLarge, fmt.Sprintf("the policy has %d bytes", len(data)), fmt.Sprintf("keep it under %d", maxBytes))
		return nil
	case !utf8.Valid(data):
		d.whole(RuleSyntax, "the policy is not UTF-8", "save it as UTF-8")
		return nil
	}
	dec := yaml.NewDecoder(strings.NewReader(string(data)))
	var doc, more yaml.Node
	if err := dec.Decode(&doc); err != nil || len(doc.Content) != 1 {
		d.syntax(err)
		return nil
	}
	if !errors.Is(dec.Decode(&more), io.EOF) {
		d.whole(RuleSyntax, "the policy has a second document", "keep everything in one, with no line ---")
		return nil
	}
	if d.plain(doc.Content[0], 0); d.out.Failed() {
		return nil
	}
	return doc.Content[0]
}

func (d *decoder) whole(rule, found, do string) {
	d.at(&yaml.Node{Line: 1, Column: 1}, rule, found, do)
}

var yamlLine = regexp.MustCompile(`line (\d+)`)

// syntax turns the parser's error into a finding. The parser gives the line
// in its message only.
func (d *decoder) syntax(err error) {
	line, found := 1, "the policy is empty"
	if err != nil && !errors.Is(err, io.EOF) {
		found = "not valid YAML: " + strings.TrimPrefix(err.Error(), "yaml: ")
		if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
			line, _ = strconv.Atoi(m[1])
		}
	}
	d.at(&yaml.Node{Line: line}, RuleSyntax, found, "correct it; `casefile policy check` shows what remains")
}

func (d *decoder) plain(n *yaml.Node, depth int) {
	switch {
	case depth > maxDepth:
		d.at(n, RuleSyntax, "values lie too deep in one another", "write a flat list")
		return
	case n.Kind == yaml.AliasNode || n.Anchor != "":
		d.at(n, RuleAlias, "anchors and aliases are not accepted", "write the value out")
		return
	case n.Style&yaml.TaggedStyle != 0:
		d.at(n, RuleAlias, "tags are not accepted", "write the value without !")
		return
	}
	if n.Kind == yaml.MappingNode {
		d.unique(n)
	}
	for _, c := range n.Content {
		d.plain(c, depth+1)
	}
}

func (d *decoder) unique(n *yaml.Node) {
	seen := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		if key.Kind != yaml.ScalarNode || key.Tag == "!!merge" {
			d.at(key, RuleAlias, "this key is no plain word", "write a plain key")
			continue
		}
		if line, twice := seen[key.Value]; twice {
			d.at(key, RuleDuplicateKey, fmt.Sprintf("the key %q stands already on line %d", clip(key.Value), line), "remove one of the two")
		}
		seen[key.Value] = key.Line
	}
}

// head checks that the first three lines are format, object_format, version.
func (d *decoder) head(data []byte) {
	if !firstLines.Match(data) {
		d.whole(RuleFirstLines, "the first three lines are not format, object_format and version", "begin with `format: 1`, `object_format: sha1`, `version: 1`, each on its own line")
	}
}

// ErrNoVersion says that a policy lacks its version line.
var ErrNoVersion = errors.New("the policy has no version line")

var versionLine = regexp.MustCompile(`(?m)^version: [0-9]+$`)

// SetVersion gives the policy's bytes with another version; every byte
// outside that line is kept.
func SetVersion(data []byte, version int) ([]byte, error) {
	at := versionLine.FindIndex(data)
	if at == nil {
		return nil, fmt.Errorf("%w (want `version: 1` at the start of a line)", ErrNoVersion)
	}
	line := "version: " + strconv.Itoa(version)
	return []byte(string(data[:at[0]]) + line + string(data[at[1]:])), nil
}
