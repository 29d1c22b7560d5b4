package record

import (
	"fmt"
	"strings"
	"testing"
)

// doubling asks for 2^n looks at a value.
func doubling(n int) string {
	var b strings.Builder
	b.WriteString(`{"$ref": "#/$defs/a0", "$defs": {`)
	for i := range n {
		fmt.Fprintf(&b, `"a%d": {"allOf": [{"$ref": "#/$defs/a%d"}, `, i, i+1)
		fmt.Fprintf(&b, `{"$ref": "concern.json#/$defs/a%d"}]}, `, i+1)
	}
	fmt.Fprintf(&b, `"a%d": {}}}`, n)
	return b.String()
}

// Whatever schema of concern an agency has, or somebody brought into its records, a concern
// gets in as it would without: what that schema finds is a warning.
func TestConcernsUnderAnySchema(t *testing.T) {
	deep := strings.Repeat(`{"allOf": [`, 2000) + `{}` + strings.Repeat(`]}`, 2000)
	for _, tt := range []struct {
		schema string
		used   bool
	}{
		{`{"required": ["injuries", "witnesses"]}`, true},
		{`{"required": ["school"]}`, true},
		{`{"properties": {"immediate_danger": {"enum": ["yes", "no"]}, "action": false}}`, true},
		{`{"x-sections": [{"title": "As typed", "required": true}]}`, true},
		{`{"not": {}}`, true}, {`{"maxProperties": 0}`, true}, {`{"$ref": "#"}`, true},
		{`{"properties": {"about": {"enum": []}}}`, true},
		{`null`, false}, {`false`, false}, {`[]`, false}, {`{"properties": {"about": null}}`, false},
		{`{"properties": {"about": 5}}`, false}, {`{"properties": {"about": {"pattern": "("}}}`, false},
		{`{"x-sections": "none"}`, false}, {`{"$ref": "https://agency.example/x.json"}`, false},
		{`{"$ref": "#anchor", "$defs": {"a": {"$anchor": "anchor"}}}`, false},
		{deep, false}, {doubling(24), false}, {doubling(5), true},
		{`{"description": "` + strings.Repeat("x", MaxSchema) + `"}`, false},
	} {
		k, err := builtin(t).With(map[string][]byte{"concern": []byte(tt.schema)})
		if (err == nil) != tt.used {
			t.Errorf("%.60s: %v", tt.schema, err)
		}
		for _, typed := range []string{goodConcern, "He hid all day"} {
			e, _, found := raise(t, k, typed)
			if e.Section(AsTypedTitle) != "" || !tt.used && len(found) == 0 {
				t.Errorf("%.60s: %q is not as it was: %v", tt.schema, typed, found)
			}
			if again, _ := k.Check(e.Text, "", Context{Stamped: true}); again == nil {
				t.Errorf("%.60s: %q can't be read", tt.schema, typed)
			}
			if _, found := k.Check(e.Text, "", Context{Stamped: true}); found.Failed() {
				t.Errorf("%.60s: %q fails once recorded: %v", tt.schema, typed, found)
			}
		}
	}
}

// A broken schema of any other kind refuses its texts, and holds up no concern.
func TestBrokenSchemaOfAnother(t *testing.T) {
	own := map[string][]byte{"note": []byte(`{"type": 5}`), "visit": []byte(doubling(24))}
	k, err := builtin(t).With(own)
	for name := range own {
		if err == nil || !strings.Contains(err.Error(), name+".json") {
			t.Errorf("%s: %v", name, err)
		}
	}
	note := []byte("---\nkind: note\nheadline: x\noccurred: 2026-03-06\n---\n")
	if _, found := k.Check(note, "", Context{}); !found.Failed() {
		t.Error("a note is held to no schema")
	}
	if _, ok := k.Kind("visit"); ok {
		t.Error("a schema without an end is used")
	}
	raise(t, k, goodConcern)
}
