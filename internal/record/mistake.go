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

func yamlError(err error) (line int, what string) {
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
	line, what := yamlError(err)
	lines := strings.Split(strings.TrimSuffix(src, "\n"), "\n")
	from, to := 0, 0
	for _, f := range fieldsAt(lines) {
		var doc yaml.Node
		if err := yaml.Unmarshal([]byte(strings.Join(lines[f[0]:f[1]], "\n")), &doc); err != nil {
			from, to = f[0], f[1]
			line, what = yamlError(err)
			line = from + min(line, to-from)
			break
		}
		if len(doc.Content) > 0 && doc.Content[0].Kind == yaml.ScalarNode { // no colon
			n.add("yaml-syntax", place{f[0] + 2, 1}, quoted(lines[f[0]])+" has no name, or no colon after it.", "Write one field a line, as name: value.")
			return
		}
	}
	for i, l := range lines[from:to] {
		if indent := l[:len(l)-len(strings.TrimLeft(l, " \t"))]; strings.Contains(indent, "\t") {
			n.add("yaml-syntax", place{from + i + 2, 1}, "A tab cannot indent; use spaces.", "Put spaces in its place.")
			return
		}
	}
	n.add("yaml-syntax", place{line + 1, 1}, "The front matter is not valid YAML: "+what+".",
		`Write one field a line, as name: value, and put a value that has ": " or " #" in it between quotes.`)
}

// fieldsAt are the fields as lines from, to: each begins at the start of a
// line, and goes on over the lines that don't.
func fieldsAt(lines []string) [][2]int {
	var out [][2]int
	for i, l := range lines {
		begins := l != "" && !strings.ContainsAny(l[:1], " \t#-]}")
		if begins || i == 0 {
			out = append(out, [2]int{i, i + 1})
		}
		out[len(out)-1][1] = i + 1
	}
	return out
}
