package record

import (
	"strings"
	"unicode"

	"gopkg.in/yaml.v3"
)

// words returns the runs of letters and digits in a text.
func words(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r)
	})
}

// shows reports whether every word of a field as it was typed is in its name or its values:
// the words of a comment are not, and no page would show them.
func shows(root *yaml.Node, typed string) bool {
	var all strings.Builder
	var put func(*yaml.Node)
	put = func(node *yaml.Node) {
		all.WriteString(node.Value + "\n")
		for _, c := range node.Content {
			put(c)
		}
	}
	put(root)
	shown := all.String()
	for _, word := range words(typed) {
		if !strings.Contains(shown, word) {
			return false
		}
	}
	return true
}
