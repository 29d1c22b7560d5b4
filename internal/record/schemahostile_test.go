package record

import (
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestCostOf(t *testing.T) {
	for pattern, want := range map[string]int{
		"":                        0,
		"abc":                     3,
		"a{5}":                    4 * 5,
		"a{2,7}":                  6 * 7,
		"a{5}b{3}":                8 * 15,
		"a{5{3}":                  6 * 5 * 3,
		"a{3{5}":                  6 * 5 * 5, // the first brace reaches to the end of the second
		"a{5":                     3 * 5,
		"{0}":                     3,
		"7{":                      2,
		"}5}":                     3,
		"x{999999999}":            2 * maxSchemaPatterns,
		"x{99999999999999999999}": 2 * maxSchemaPatterns,
	} {
		if got := costOf(pattern); got != want {
			t.Errorf("%q costs %d, not %d", pattern, got, want)
		}
	}
}

// A schema of the full size that is made to cost time does not cost time by the square of its
// size before it is refused.
func TestHostileSchemas(t *testing.T) {
	within := func(before, what, after string) func(n int) string {
		return func(n int) string { return before + strings.Repeat(what, n) + after }
	}
	for name, tt := range map[string]struct {
		n    int
		text func(n int) string
	}{
		"braces":  {30000, within(`{"pattern": "`, "{", `"}`)},
		"numbers": {12000, within(`{"pattern": "`, "{1", `"}`)},
		"groups":  {15000, within(`{"pattern": "`, "(a)", `"}`)},
		"references": {1000,
			within(`{"allOf": [`, `{"$ref": "#/$defs/a"}, `, `{}], "$defs": {"a": {}}}`)},
		"long pointer": {15000, within(`{"$ref": "#`, "/a", `"}`)},
		"enumerated":   {8000, within(`{"enum": [`, `"a", `, `1]}`)},
	} {
		got := growth(t, tt.n, tt.text, func(text string) {
			_ = SchemaBounds("note.json", []byte(text))
		})
		if got > tooSteep {
			t.Errorf("%s: eight times the schema costs %.1f times as much", name, got)
		}
	}
}

// FuzzSchema has an agency's schema judged, and a note held to it. Whatever it says, both end
// soon; one that is out of its bounds is not used.
func FuzzSchema(f *testing.F) {
	f.Add([]byte(`{"required": ["school"], "properties": {"school": {"enum": ["a", "b"]}}}`))
	f.Add([]byte(`{"properties": {"headline": {"pattern": "^(a{1,9}){9}$"}}}`))
	f.Add([]byte(`{"$ref": "#/$defs/a", "$defs": {"a": {"allOf": [{"$ref": "entry.json"}]}}}`))
	f.Add([]byte(`{"pattern": "` + strings.Repeat("{", 200) + `"}`))
	f.Add([]byte(doubling(5)))
	note := []byte("---\nkind: note\nheadline: x\noccurred: 2026-03-06\n---\nHe came.\n")
	k := builtin(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		began := time.Now()
		own, err := k.With(map[string][]byte{"note": data})
		if SchemaBounds("note.json", data) != nil && err == nil {
			t.Error("it is out of its bounds, and used")
		}
		if own != nil {
			own.Check(note, "", Context{Now: now})
		}
		if took := time.Since(began); took > 20*time.Second {
			t.Errorf("%s of %s", took, strconv.Quote(string(data)))
		}
	})
}
