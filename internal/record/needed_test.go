package record

import (
	"strings"
	"testing"
)

func TestTemplateShowsFieldsNeededTogether(t *testing.T) {
	tests := []struct {
		kind, before string // the line comes before the optional fields
	}{
		{"concern", "\naction:\n"}, {"concern", "\nreason_for_none:\n"},
		{"concern", "(one of action, reason_for_none is needed)\naction:"},
		{"concern", "(needed, unless it stands below ## Facts, below ## Child's words or as " +
			"child_said)\nseen_or_heard:\n"}, {"closure", "\nchild_view_not_sought:\n"},
		{"review", "\nanalysis:\n"}, {"triage", "\n  concern:\n"},
		{"intervention", "\n  outcome:\n"},
	}
	for _, tt := range tests {
		kind, _ := builtin(t).Kind(tt.kind)
		needed, _, _ := strings.Cut(string(kind.Template(nil)), "# If you need them")
		if !strings.Contains(needed, tt.before) {
			t.Errorf("%s lacks %q among what is needed:\n%s", tt.kind, tt.before, needed)
		}
	}
	kind, _ := builtin(t).Kind("concern")
	needed, rest, _ := strings.Cut(string(kind.Template(map[string]string{"action": "rang"})),
		"# If you need them")
	if !strings.Contains(needed, "\naction: rang\n") ||
		strings.Contains(needed, "reason_for_none") ||
		!strings.Contains(rest, "\n#reason_for_none:\n") {
		t.Errorf("with an action the reason is not needed:\n%s%s", needed, rest)
	}
}

// TestUnhintDropsTheOtherOfTwo: whoever fills one field of a group in leaves
// the other empty.
func TestUnhintDropsTheOtherOfTwo(t *testing.T) {
	kind, _ := builtin(t).Kind("concern")
	in := "---\naction:\nreason_for_none: not ours\nseen_or_heard:\nwhere:\n---\n"
	if got, want := string(kind.Unhint([]byte(in))),
		"---\nreason_for_none: not ours\nwhere:\n---\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	in = "---\naction:\n  rang the mother\nreason_for_none: >\n  x\n---\n"
	if got := string(kind.Unhint([]byte(in))); got != in {
		t.Errorf("%q became %q", in, got)
	}
}

func TestWhatToType(t *testing.T) {
	tests := []struct{ text, found, do string }{
		{"---\nkind: triage\n---\n", "“links.concern” is missing.",
			"Add links: {concern: ID}, with the ID of the concern."},
		{"---\nkind: triage\nlinks: {risk: 7K2M}\n---\n", "“links.concern” is missing.",
			"Add concern: ID to the links, with the ID of the concern."},
		{"---\nkind: progress\nrating: 3\n---\n", "“links.outcome” is missing.",
			"Add links: {outcome: ID}, with the ID of the outcome."},
		{"---\nkind: concern\n---\n", "“action or reason_for_none” is missing.",
			"Add action, or reason_for_none where there is none."},
		{"---\nkind: concern\n---\n", "“seen_or_heard” is missing.",
			"; or write it below ## Facts, below ## Child's words or as child_said."},
		{"---\nkind: note\nsignificant: yes\n---\n", "“significant” has “yes”.",
			"Write true or false."},
		{"---\nkind: note\nsignificant: \"true\"\n---\n", "“significant” has “true”.",
			"Write true or false, without quotes."},
		{"---\nkind: profile\npeople: []\n---\n", "“people” is empty.", "Write a list"},
		{"---\nkind: note\nlinks: {}\n---\n", "“links” is empty.", "Write"},
		{"---\nkind: outcome\nx: y\n---\n", "An outcome has no field “x”.", ""},
		{"---\nkind: note\nx: y\n---\n", "A note has no field “x”.", ""},
	}
	for _, tt := range tests {
		_, found := builtin(t).Check([]byte(tt.text), "", Context{})
		said := false
		for _, f := range found {
			said = said || f.Found == tt.found && strings.Contains(f.Do, tt.do)
		}
		if !said {
			t.Errorf("%q: want %s %s; got %v", tt.text, tt.found, tt.do, found)
		}
	}
}

// TestOneFieldLeftBlank: a field with no value is reported once.
func TestOneFieldLeftBlank(t *testing.T) {
	text := "---\nkind: concern\noccurred: 2026-03-06\nheadline: x\nabout: Tobi\nwhere: here\n" +
		"immediate_danger: no\ntold: nobody\naction:\n---\n## Facts\nF1: x\n"
	_, found := builtin(t).Check([]byte(text), "", Context{})
	if got := strings.Join(rulesOf(found), " "); got != "missing-field facts-without-source" {
		t.Errorf("got %v", found)
	}
}
