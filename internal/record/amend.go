package record

import (
	"fmt"
	"strings"

	"gopkg.in/yaml.v3"
)

// Unstamp gives the author's part of a sealed text: without the six lines that
// the program wrote and without the padding. It is what an amendment starts
// from.
func Unstamp(text []byte) []byte {
	lines := strings.Split(strings.TrimRight(string(text), " \n"), "\n")
	var out []string
	for i, line := range lines {
		if i > 0 && i <= len(stampKeys) && strings.HasPrefix(line, stampKeys[i-1]+": ") {
			continue
		}
		out = append(out, line)
	}
	return []byte(strings.Join(out, "\n") + "\n")
}

// SetField gives a text a top-level field of plain text, or leaves it as it is
// where the author wrote that field already. Other bytes are kept.
func SetField(text []byte, name, value string) ([]byte, error) {
	lines, end, err := frontLines(text)
	if err != nil {
		return nil, err
	}
	root, err := frontNode(lines[1:end])
	if err != nil {
		return nil, err
	}
	if _, have := child(root, name); have != nil {
		return text, nil
	}
	return insertLine(lines, end, name+": "+value), nil
}

// SetLink gives a text a link of one relation to one entry, or leaves it as it
// is where the author wrote that relation already. Other bytes are kept.
func SetLink(text []byte, relation, to string) ([]byte, error) {
	lines, end, err := frontLines(text)
	if err != nil {
		return nil, err
	}
	root, err := frontNode(lines[1:end])
	if err != nil {
		return nil, err
	}
	_, links := child(root, "links")
	switch {
	case links == nil || links.Kind == yaml.ScalarNode && links.Tag == "!!null":
		if links != nil {
			lines = append(lines[:links.Line], lines[links.Line+1:]...)
			end--
		}
		return insertLine(lines, end, fmt.Sprintf("links: {%s: %s}", relation, to)), nil
	case links.Kind != yaml.MappingNode:
		return text, nil // the check says what is wrong with it
	}
	if _, have := child(links, relation); have != nil {
		return text, nil
	}
	if links.Style&yaml.FlowStyle != 0 {
		return insertFlow(lines, links, relation+": "+to), nil
	}
	first := links.Content[0]
	return insertLine(lines, first.Line, strings.Repeat(" ", first.Column-1)+relation+": "+to), nil
}

// frontLines splits a text and finds the line that ends its front matter;
// front matter is made where there is none.
func frontLines(text []byte) (lines []string, end int, err error) {
	s := strings.ReplaceAll(string(text), "\r\n", "\n")
	if s != "---" && !strings.HasPrefix(s, "---\n") {
		s = "---\n---\n" + s
	}
	lines = strings.Split(s, "\n")
	for i := 1; i < len(lines); i++ {
		if strings.TrimRight(lines[i], " \t") == "---" {
			return lines, i, nil
		}
	}
	return nil, 0, fmt.Errorf("%w: the front matter does not end", ErrEntry)
}

func frontNode(lines []string) (*yaml.Node, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(strings.Join(lines, "\n")), &doc); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrEntry, err)
	}
	if len(doc.Content) == 0 {
		return &yaml.Node{Kind: yaml.MappingNode}, nil
	}
	return doc.Content[0], nil
}

func insertLine(lines []string, at int, line string) []byte {
	out := append(append(append([]string{}, lines[:at]...), line), lines[at:]...)
	return []byte(strings.Join(out, "\n"))
}

// insertFlow puts a pair behind the brace that opens a flow mapping.
func insertFlow(lines []string, mapping *yaml.Node, pair string) []byte {
	line := []rune(lines[mapping.Line])
	at := mapping.Column // just behind the brace, which is at Column-1
	if len(mapping.Content) > 0 {
		pair += ", "
	}
	lines[mapping.Line] = string(line[:at]) + pair + string(line[at:])
	return []byte(strings.Join(lines, "\n"))
}
