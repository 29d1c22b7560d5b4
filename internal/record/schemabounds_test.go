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
		{`{"not": {}}`, true}, {`{"maxProperties": 0}`, true}, {`{"$ref": "#"}`, false},
		{`{"$ref": "concern.json"}`, false},
		{`{"properties": {"about": {"$ref": "#/properties/about"}}}`, false},
		{`{"allOf": [{}, {"properties": {"about": {"$ref": "#/allOf/1"}}}]}`, false},
		{`{"allOf": [{"required": ["school"]}, {"$ref": "#/allOf/0"}]}`, true},
		{`{"$ref": "#/%24defs/a", "$defs": {"a": {"$ref": "#"}}}`, false},
		{`{"$ref": "#/$defs/b", "$defs": {"a": {}}}`, false},
		{`{"$ref": "x.json", "$id": "x.json"}`, false},
		{`{"$defs": {"a": {"$id": "contact.json", "$ref": "contact.json"}}}`, false},
		{`{"$schema": "https://json-schema.org/draft/2019-09/schema", "$recursiveRef": "#"}`,
			false},
		{`{"properties": {"about": {"$ref": "entry.json#/$defs/text"}}}`, true},
		{`{"properties": {"about": {"enum": []}}}`, true},
		{`null`, false}, {`false`, false}, {`[]`, false},
		{`{"properties": {"about": null}}`, false},
		{`{"properties": {"about": 5}}`, false},
		{`{"properties": {"about": {"pattern": "("}}}`, false},
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

// Files that are small one by one may refer to each other without end, or double with each
// file.
func TestSchemasTogether(t *testing.T) {
	twice := func(file string) string {
		return fmt.Sprintf(`{"allOf": [%s{"$ref": %q}]}`,
			strings.Repeat(fmt.Sprintf(`{"$ref": %q}, `, file), 29), file)
	}
	for name, tt := range map[string]struct {
		own  map[string]string
		used bool
	}{
		"a circle": {map[string]string{"a": `{"$ref": "b.json"}`,
			"b": `{"properties": {"x": {"$ref": "a.json"}}}`}, false},
		"doubling": {map[string]string{"a": twice("b.json"), "b": twice("c.json"),
			"c": twice("d.json"), "d": `{}`}, false},
		"a circle through what is built in": {map[string]string{
			"note":   `{"properties": {"x": {"$ref": "letter.json"}}}`,
			"letter": `{"$ref": "note.json"}`}, false},
		"a step or two": {map[string]string{"a": twice("b.json"), "b": `{"title": "B"}`}, true},
	} {
		own := map[string][]byte{}
		for kind, text := range tt.own {
			own[kind] = []byte(text)
		}
		k, err := builtin(t).With(own)
		if (err == nil) != tt.used {
			t.Errorf("%s: %v", name, err)
		}
		raise(t, k, goodConcern)
	}
}
