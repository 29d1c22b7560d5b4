package record

import (
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// usualLevels are the usual words for the size of a risk. They are used if no policy is known.
var usualLevels = []string{"low", "medium", "high"}

// checkLevels holds the size of a risk to the policy's words. A slip of the
// hand would otherwise show the risk as smaller than its author meant.
func checkLevels(n *notes, levels []dated, words []string) {
	for _, l := range levels {
		v := l.node.Value
		switch {
		case l.node.Kind != yaml.ScalarNode || v == Unknown:
			// for the schema to say, or nobody knows yet
		case len(words) == 0 && !slices.Contains(usualLevels, v):
			n.add(RuleLevelNotUsual, nodePosition(l.node), quoted(l.name)+" has "+quoted(v)+".",
				"Write "+levelWords(v, usualLevels)+".")
		case len(words) > 0 && !slices.Contains(words, v):
			n.add(RuleWrongValue, nodePosition(l.node), quoted(l.name)+" has "+quoted(v)+".",
				"Write "+levelWords(v, words)+".")
		}
	}
}

func levelWords(v string, words []string) string {
	return "one of " + strings.Join(append(slices.Clone(words), Unknown), ", ") +
		suggestion(v, words)
}
