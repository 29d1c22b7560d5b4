package policy

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"casefile/internal/pattern"
	"casefile/internal/record"
)

// A policy is a page or two. The limits keep a hostile file cheap.
const (
	MaxFile  = 256 << 10
	maxDepth = 12
)

// firstLines is the head by which a reader of the bytes knows the repository's
// format and rules before anything else is parsed.
var firstLines = pattern.Of(
	`\Aformat: [1-9][0-9]{0,8}\nrules: [1-9][0-9]{0,8}\nobject_format: sha1\nversion: [1-9][0-9]{0,8}\n` +
		`retention_version: [1-9][0-9]{0,8}\n`)

// Typed returns a policy as an editor saved it, with line ends of one kind and no byte order mark.
func Typed(text []byte) []byte {
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	return bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
}

// root parses bytes to one YAML document made of plain mappings, sequences
// and scalars: no tags, anchors, aliases, merge keys or duplicate keys.
func (d *decoder) root(data []byte) *yaml.Node {
	switch {
	case len(data) > MaxFile:
		d.whole(RuleTooLarge, fmt.Sprintf("the policy has %d bytes", len(data)),
			fmt.Sprintf("keep it under %d", MaxFile))
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
		d.whole(RuleSyntax, "the policy has a second document",
			"keep everything in one, with no line ---")
		return nil
	}
	if d.plain(doc.Content[0]); d.out.Failed() {
		return nil
	}
	return doc.Content[0]
}

func (d *decoder) whole(rule, found, do string) {
	d.at(&yaml.Node{Line: 1, Column: 1}, rule, found, do)
}

// syntax turns the parser's error into a finding, which has the parser's words whole.
func (d *decoder) syntax(err error) {
	line, found := 1, "the policy is empty"
	if err != nil && !errors.Is(err, io.EOF) {
		found = "not valid YAML: " + strings.TrimPrefix(err.Error(), "yaml: ")
		line, _ = record.YAMLError(err)
	}
	d.at(&yaml.Node{Line: line}, RuleSyntax, found, "correct it; `casefile policy check` shows "+
		"what remains")
}

// plain notes what strict YAML refuses. It accepts a bare tag (!): no program of format 1 has
// refused one in a policy.
func (d *decoder) plain(root *yaml.Node) {
	record.StrictYAML{Depth: maxDepth}.Walk(root, func(r record.Refused) {
		switch {
		case r.Breach == record.BreachTooDeep:
			d.at(r.Node, RuleSyntax, "values lie too deep in one another", "write a flat list")
		case r.Breach == record.BreachAlias:
			d.at(r.Node, RuleAlias, "anchors and aliases are not accepted", "write the value out")
		case r.Breach == record.BreachTagged:
			d.at(r.Node, RuleAlias, "tags are not accepted", "write the value without !")
		case r.Breach == record.BreachKeyNoScalar || r.Breach == record.BreachKeyMerge:
			d.at(r.Node, RuleAlias, "this key is not a plain word", "write a plain key")
		case r.Earlier > 0: // an empty key by itself is one that the policy does not know
			d.at(r.Node, RuleDuplicateKey,
				fmt.Sprintf("the key %q stands already on line %d", clip(r.Node.Value), r.Earlier),
				"remove one of the two")
		}
	})
}

// head checks that the first five lines are the numbers by which the rest is read.
func (d *decoder) head(data []byte) {
	if !firstLines().Match(data) {
		d.whole(RuleFirstLines, "the first five lines are not format, rules, object_format, "+
			"version and "+
			"retention_version",
			"begin with `format: 1`, `rules: 4`, `object_format: sha1`, `version: 1`, "+
				"`retention_version: 1`, each on its own line")
	}
}

// ErrNoVersion says that a policy lacks one of its version lines.
var ErrNoVersion = errors.New("the policy has no version line")

var (
	versionLine          = pattern.Of(`(?m)^version: [0-9]+$`)
	retentionVersionLine = pattern.Of(`(?m)^retention_version: [0-9]+$`)
)

// SetVersions returns the policy's bytes with other versions, of the file and of how long cases are
// kept. It keeps every byte outside those two lines.
func SetVersions(data []byte, version, retention int) ([]byte, error) {
	data, err := setLine(data, versionLine(), "version", version)
	if err != nil {
		return nil, err
	}
	return setLine(data, retentionVersionLine(), "retention_version", retention)
}

func setLine(data []byte, line *regexp.Regexp, key string, n int) ([]byte, error) {
	at := line.FindIndex(data)
	if at == nil {
		return nil, fmt.Errorf("%w (want `%s: 1` at the start of a line)", ErrNoVersion, key)
	}
	return []byte(string(data[:at[0]]) + key + ": " + strconv.Itoa(n) + string(data[at[1]:])), nil
}
