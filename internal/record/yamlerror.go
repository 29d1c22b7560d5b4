package record

import (
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"casefile/internal/pattern"
)

// yamlLine matches the line in an error of yaml.v3. Its syntax errors are plain texts without a
// position of their own.
var yamlLine = pattern.Of(`^yaml: line (\d+): `)

// YAMLError splits an error of yaml.v3's parser into the line, 1 if it names none, and the fault
// there.
func YAMLError(err error) (line int, what string) {
	what = strings.TrimPrefix(err.Error(), "yaml: ")
	if m := yamlLine().FindStringSubmatch(err.Error()); m != nil {
		line, _ = strconv.Atoi(m[1])
		what = err.Error()[len(m[0]):]
	}
	return max(line, 1), Clean(what)
}

// addYAMLError reports what stops the YAML from being read, at the line of the mistake, in
// words for people who do not know YAML. The parser often names the line where a mapping
// began or where its reading ended, so each field is first tried by itself.
func addYAMLError(n *notes, src string, err error) {
	line, _ := YAMLError(err)
	var field frontField // that can't be read
	for _, f := range (front{YAML: src}).Fields() {
		var doc yaml.Node
		err := yaml.Unmarshal([]byte(f.Text), &doc)
		if err == nil && len(doc.Content) > 0 && doc.Content[0].Kind == yaml.ScalarNode {
			noColon(n, f)
			return
		}
		if err != nil {
			field = f
			at, _ := YAMLError(err)
			line = f.Line - 1 + min(at, strings.Count(f.Text, "\n"))
			break
		}
	}
	for i, l := range strings.Split(field.Text, "\n") {
		if indent := l[:len(l)-len(strings.TrimLeft(l, " \t"))]; strings.Contains(indent, "\t") {
			n.add(RuleYAMLSyntax, position{field.Line + i + 1, 1},
				"A tab can't indent; use spaces.", "Put spaces in its place.")
			return
		}
		if m := keyLine().FindStringSubmatch(l); i > 0 && m != nil && m[1] != "" && valued(field) {
			n.add(RuleYAMLSyntax, position{field.Line + i + 1, len(m[1]) + 1}, quoted(m[2])+
				" stands further in than "+quoted(field.Key)+", which has a value already.",
				"Begin it where the other fields begin.")
			return
		}
	}
	what := "The front matter can't be read here."
	if field.Key != "" {
		what = quoted(strings.TrimSpace(field.Key)) + " can't be read."
	}
	n.add(RuleYAMLSyntax, position{line + 1, 1}, what,
		"Write one field a line, as name: value; a value that begins with a mark such as [ { @ or "+
			"%, "+
			"or goes on over lines, stands between double quotes.")
}

// valued reports whether a field has a value on its own line.
func valued(f frontField) bool {
	first, _, _ := strings.Cut(f.Text, "\n")
	return strings.TrimSpace(strings.TrimPrefix(first, f.Key+":")) != ""
}

// noColon tells of a line that is no field: it has no colon, or no blank behind it.
func noColon(n *notes, f frontField) {
	first, _, _ := strings.Cut(f.Text, "\n")
	found := quoted(first) + " has no name, or no colon after it."
	do := "Write one field a line, as name: value."
	if name, value, colon := strings.Cut(first, ":"); colon && !strings.Contains(name, " ") {
		found = quoted(first) + " has no blank after its colon."
		do = "Write " + name + ": " + OneLine(value)
	}
	n.add(RuleYAMLSyntax, position{f.Line + 1, 1}, found, do)
}
