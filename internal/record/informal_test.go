package record

import (
	"strings"
	"testing"
)

// TestAbbreviated: an informal agency is not asked for what it may leave out,
// unless its own stricter schema wants it after all.
func TestAbbreviated(t *testing.T) {
	strict, err := builtin(t).With(
		map[string][]byte{"contact": []byte(`{"type": "object", "required": ["purpose"]}`)})
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name        string
		kinds       *Kinds
		kind, field string
		needed      bool
	}{
		{"contact, formal", builtin(t), "contact", "purpose", true},
		{"contact", builtin(t).Abbreviated(), "contact", "purpose", false},
		{"contact, stricter", strict.Abbreviated(), "contact", "purpose", true},
		{"a field that all need", builtin(t).Abbreviated(), "contact", "method", true},
		{"one of two", builtin(t), "closure", "parent_view", true},
		{"one of two", builtin(t).Abbreviated(), "closure", "parent_view", false},
		{"one of two that all need", builtin(t).Abbreviated(), "closure", "child_view", true},
	}
	for _, tt := range tests {
		kind, ok := tt.kinds.Kind(tt.kind)
		if !ok {
			t.Fatal(tt.kind)
		}
		needed, rest, _ := strings.Cut(string(kind.Template(nil)), "# If you need them")
		if got := strings.Contains(needed, "\n"+tt.field+":"); got != tt.needed ||
			strings.Contains(rest, "\n#"+tt.field+":") == got {
			t.Errorf("%s: the template asks for %s: %v, want %v", tt.name, tt.field, got, tt.needed)
		}
	}
	text := "---\noccurred: 2026-03-06\nheadline: x\nmethod: visit\nwith: Tobi\n" +
		"kept: no_reply\n---\n"
	for kinds, want := range map[*Kinds]string{builtin(t).Abbreviated(): "",
		strict.Abbreviated(): "missing-field"} {
		if _, found := kinds.Check([]byte(text), "a.md",
			Context{Kind: "contact", Informal: true}); strings.Join(rulesOf(found), " ") != want {
			t.Errorf("got %v, want %q", found, want)
		}
	}
}
