package record

import (
	"regexp"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// yamlLine is how yaml.v3 names the line: its syntax errors are plain texts
// and carry no position of their own.
var yamlLine = regexp.MustCompile(`^yaml: line (\d+): `)

// YAMLError takes an error of yaml.v3's parser apart: the line, 1 where it names none, and
// what is wrong there.
func YAMLError(err error) (line int, what string) {
	what = strings.TrimPrefix(err.Error(), "yaml: ")
	if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
		line, _ = strconv.Atoi(m[1])
		what = err.Error()[len(m[0]):]
	}
	return max(line, 1), Clean(what)
}

// yamlMistake reports what stops the YAML from being read, at the line of the
// mistake. The parser often names the line where a mapping began or where its
// reading ended, so each field is first tried by itself.
func yamlMistake(n *notes, src string, err error) {
	line, what := YAMLError(err)
	var lines []string // of the field that can't be read
	from := 0
	for _, f := range (front{YAML: src}).Fields() {
		var doc yaml.Node
		field := strings.TrimSuffix(f.Text, "\n")
		if err := yaml.Unmarshal([]byte(field), &doc); err != nil {
			lines, from = strings.Split(field, "\n"), f.Line-1
			line, what = YAMLError(err)
			line = from + min(line, len(lines))
			break
		}
		if len(doc.Content) > 0 && doc.Content[0].Kind == yaml.ScalarNode { // no colon
			first, _, _ := strings.Cut(field, "\n")
			n.add(RuleYAMLSyntax, place{f.Line + 1, 1}, quoted(first)+" has no name, or no colon after it.",
				"Write one field a line, as name: value.")
			return
		}
	}
	for i, l := range lines {
		if indent := l[:len(l)-len(strings.TrimLeft(l, " \t"))]; strings.Contains(indent, "\t") {
			n.add(RuleYAMLSyntax, place{from + i + 2, 1}, "A tab cannot indent; use spaces.", "Put spaces in its place.")
			return
		}
	}
	n.add(RuleYAMLSyntax, place{line + 1, 1}, "The front matter is not valid YAML: "+what+".",
		`Write one field a line, as name: value, and put a value that has ": " or " #" in it between quotes.`)
}
