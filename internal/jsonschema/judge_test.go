package jsonschema

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
)

// compiler has files in memory, the first as main.json.
func compiler(t testing.TB, files ...string) *Compiler {
	return New(func(address string) (any, error) {
		for i, text := range files {
			name := "main.json"
			if i > 0 {
				name = fmt.Sprintf("file%d.json", i)
			}
			if address == "test:///"+name {
				return decoded(t, text), nil
			}
		}
		return nil, fs.ErrNotExist
	})
}

// told returns each fault as its place, its keyword and its names, those of causes in brackets.
func told(faults []Fault) string {
	var out []string
	for _, f := range faults {
		one := strings.Join(slices.Concat([]string{"/" + strings.Join(f.Path, "/"), f.Keyword},
			f.Names), " ")
		if f.Want > 0 {
			one += fmt.Sprintf(" %d>%d", f.Got, f.Want)
		}
		if len(f.Causes) > 0 {
			one += " [" + told(f.Causes) + "]"
		}
		out = append(out, one)
	}
	return strings.Join(out, "; ")
}

func TestFaults(t *testing.T) {
	for _, tt := range []struct{ schema, value, want string }{
		{`{"required": ["a", "b", "c"]}`, `{"b": 1}`, "/ required a c"},
		{`{"properties": {"x": {"properties": {"y": {"type": "integer"}}}}}`, `{"x": {"y": 1.5}}`,
			"/x/y type"},
		{`{"properties": {"a": true}, "additionalProperties": false}`, `{"c": 1, "a": 1, "b": 1}`,
			"/ additionalProperties b c"},
		{`{"items": {"maxLength": 2}}`, `["ab", "äöü"]`, "/1 maxLength 3>2"},
		{`{"anyOf": [{"required": ["a"]}, {"required": ["b"]}]}`, `{}`,
			"/ anyOf [/ required a; / required b]"},
		{`{"oneOf": [{"type": "number"}, {"minimum": 2}]}`, `3`, "/ oneOf"},
		{`{"if": {"required": ["a"]}, "then": {"required": ["b"]}, "else": {"required": ["c"]}}`,
			`{}`,
			"/ required c"},
		{`{"allOf": [{"minProperties": 1}, {"properties": {"a": false}}]}`, `{"a": 1}`, "/a false"},
		{`{"type": "object", "required": ["a"], "minProperties": 1}`, `{}`,
			"/ minProperties; / required a"},
		// and nothing that follows from it
		{`{"type": "object", "required": ["a"]}`, `[]`, "/ type"},
		{`{"enum": [1, "a", [true, null]]}`, `[true, null]`, ""},
		{`{"const": {"a": 1.0, "b": []}}`, `{"b": [], "a": 1}`, ""},
		{`{"const": "1"}`, `1`, "/ const"},
		{`{"multipleOf": 0.1}`, `0.3`, ""},
		{`{"minimum": 0}`, `1e2000`, "/ minimum"}, // out of all bounds: it holds to nothing
		{`{"uniqueItems": true}`, `[1, "1", 1.0]`, "/ uniqueItems"},
		{`{"contains": {"type": "string"}, "minContains": 2}`, `["a", 1]`, "/ contains [/1 type]"},
		{`{"propertyNames": {"pattern": "^a"}}`, `{"b": 1}`, "/ propertyNames"},
		{`{"propertyNames": {"$ref": "#"}}`, `{"b": 1}`, ""}, // a name is another value
		{`{"dependentRequired": {"a": ["b"]}}`, `{"a": 1}`, "/ dependentRequired b"},
		{`{"properties": {"a": {"$ref": "file1.json#/$defs/a"}}}`, `{"a": 1}`, "/a type"},
		{`{"allOf": [{"properties": {"a": true}}], "unevaluatedProperties": false}`,
			`{"a": 1, "b": 1}`,
			"/b false"},
		// words of nobody; a note
		{`{"Required": ["a"], "format": "date"}`, `{"x": "no date"}`, ""},
	} {
		s, err := compiler(t, tt.schema, `{"$defs": {"a": {"type": "string"}}}`).Compile(
			"test:///main.json")
		if err != nil {
			t.Errorf("%s: %v", tt.schema, err)
			continue
		}
		if got := told(s.Judge(decoded(t, tt.value))); got != tt.want {
			t.Errorf("%s of %s: %q, not %q", tt.schema, tt.value, got, tt.want)
		}
	}
}

// What the draft's own schemas refuse is no schema here.
func TestNoSchemas(t *testing.T) {
	for _, text := range []string{
		`5`, `null`, `[]`, `"a"`, `{"properties": {"a": 5}}`, `{"properties": []}`, `{"allOf": []}`,
		`{"allOf": {}}`, `{"type": "strng"}`, `{"type": []}`, `{"type": ["string", "string"]}`,
		`{"enum": "a"}`, `{"required": ["a", "a"]}`, `{"required": [1]}`, `{"required": "a"}`,
		`{"minLength": -1}`, `{"minLength": 1.5}`, `{"maxItems": "1"}`, `{"multipleOf": 0}`,
		`{"minimum": "1"}`, `{"maximum": 1e2000}`, `{"pattern": "("}`, `{"pattern": 1}`,
		`{"patternProperties": {"(": true}}`, `{"uniqueItems": 1}`,
		`{"dependentRequired": {"a": "b"}}`,
		`{"title": 1}`, `{"deprecated": 1}`, `{"examples": 1}`, `{"$comment": 1}`, `{"$id": 1}`,
		`{"$id": "#a"}`, `{"$anchor": "1a"}`, `{"$ref": 1}`, `{"$ref": "#/a"}`, `{"$ref": "#a"}`,
		`{"$ref": "none.json"}`, `{"$ref": "://"}`, `{"$vocabulary": {"a": true}}`,
		`{"$vocabulary": {"x:a": 1}}`, `{"$defs": {"a": {"$ref": "://"}}}`,
		`{"$schema": "https://json-schema.org/draft/2019-09/schema"}`,
		`{"$ref": "#/$defs/a/type", "$defs": {"a": {"type": "string"}}}`,
		`{"$defs": {"a": {"$anchor": "x"}, "b": {"$anchor": "x"}}}`,
		`{"$defs": {"a": {"$id": "x.json"}, "b": {"$id": "x.json"}}}`,
	} {
		if _, err := compiler(t, text).Compile("test:///main.json"); err == nil {
			t.Errorf("%s is used", text)
		}
	}
	for _, text := range []string{
		// nothing comes to it
		`true`, `{"minLength": 2.0}`, `{"$defs": {"a": {"$ref": "none.json"}}}`,
		`{"then": {"$ref": "#/none"}}`, `{"$schema": "` + Draft + `#"}`, `{"x-own": {"type": 5}}`,
	} {
		if _, err := compiler(t, text).Compile("test:///main.json"); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// A schema that can't be used is none at the second try either, and harms no other.
func TestCompileAgain(t *testing.T) {
	c := compiler(t, `{"$ref": "file1.json"}`,
		`{"allOf": [{"$ref": "file2.json"}, {"type": "string"}]}`,
		`{"minLength": 2}`, `{"$ref": "file4.json"}`, `{"properties": {"a": {"type": 5}}}`)
	good, err := c.Compile("test:///main.json")
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		for _, broken := range []string{"test:///file3.json", "test:///file4.json"} {
			if _, err := c.Compile(broken); !errors.Is(err, ErrSchema) {
				t.Errorf("%s: %v", broken, err)
			}
		}
		again, err := c.Compile("test:///main.json")
		if err != nil {
			t.Fatal(err)
		}
		if got := told(again.Judge("a")); got != "/ minLength" || told(good.Judge("a")) != got {
			t.Errorf("%q", got)
		}
	}
}
