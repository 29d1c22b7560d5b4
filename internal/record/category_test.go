package record

import (
	"slices"
	"strings"
	"testing"
)

// A category is one word, or a list in either style; a word that nobody knows is refused
// with those that there are, and never kept as words of its author.
func TestCategoryAsTyped(t *testing.T) {
	k := builtin(t)
	kind, _ := k.Kind(KindRisk)
	for typed, want := range map[string][]string{
		"category: sexual_abuse":                       {"sexual_abuse"},
		"category: [neglect, missing]":                 {"neglect", "missing"},
		"category:\n  - bullying\n  - self_harm":       {"bullying", "self_harm"},
		"category: unknown":                            {Unknown},
		"category: none_of_these":                      {"none_of_these"},
		"category: \"sexual_exploitation\"":            {"sexual_exploitation"},
		"category: sexual abuse":                       nil,
		"category: sexual_abuse, neglect":              nil,
		"category: [neglect, child_sexual_abuse]":      nil,
		"category: []":                                 nil,
		"category: [neglect, neglect]":                 nil,
		"category: neglect # as the school sees it":    nil,
		"category: {sexual_abuse: yes}":                nil,
		"category:\n  - bullying # at school":          nil,
		"category: [forced_marriage, radicalisation,]": {"forced_marriage", "radicalisation"},
	} {
		text := "---\noccurred: 2026-03-02\nheadline: x\nnature: identified\nstate: open\n" +
			"harm: x\nsource_of_harm: x\nthose_at_risk: Tobi\nreview_on: 2026-04-01\n" + typed +
			"\n---\n"
		strict, found := kind.AsStrict([]byte(text))
		e, more := k.Check(strict, "", Context{Kind: KindRisk, Now: now})
		if found = append(found, more...); found.Failed() != (want == nil) {
			t.Errorf("%q: %v", typed, found)
		}
		if want != nil && !slices.Equal(e.Strs("category"), want) {
			t.Errorf("%q gives %q", typed, e.Strs("category"))
		}
	}
}

// Whoever mistypes one is told the words, and the one that was meant.
func TestCategoryMeant(t *testing.T) {
	k := builtin(t)
	text := strings.Replace(example(t, KindRisk), "nature:", "category: sexual abuse\nnature:", 1)
	_, found := k.Check([]byte(text), "", Context{Kind: KindRisk, Now: now})
	const want = "or several as [physical_abuse, emotional_abuse]; did you mean sexual_abuse?"
	if !slices.ContainsFunc(found, func(f Finding) bool { return strings.Contains(f.Do, want) }) {
		t.Errorf("%v", found)
	}
}
