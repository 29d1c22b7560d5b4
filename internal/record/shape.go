package record

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"sync"
)

// shape is the part of a JSON Schema that the program itself reads: the fields, their order, types
// and words. The schema library judges values.
type shape struct {
	Ref       string      `json:"$ref"`
	Type      oneOrMany   `json:"type"`
	Enum      []any       `json:"enum"`
	About     string      `json:"description"`
	Fields    shapeFields `json:"properties"`
	Required  []string    `json:"required"`
	Items     *shape      `json:"items"`
	Pattern   string      `json:"pattern"`
	Min       *int64      `json:"minimum"`
	Max       *int64      `json:"maximum"`
	Means     string      `json:"x-type"`
	Future    bool        `json:"x-future"`
	Ahead     bool        `json:"x-ahead"`
	Program   bool        `json:"x-program"`
	OrSection oneOrMany   `json:"x-or-section"`
	OrField   string      `json:"x-or-field"`
	All       []*shape    `json:"allOf"`
	Any       []*shape    `json:"anyOf"`
	Then      *shape      `json:"then"`
}

// UnmarshalJSON accepts the schemas true and false too, which say nothing of
// a field's shape.
func (s *shape) UnmarshalJSON(data []byte) error {
	if data[0] == 't' || data[0] == 'f' {
		return nil
	}
	type plainShape shape
	return json.Unmarshal(data, (*plainShape)(s))
}

// shapeFields are the properties of a schema, in the order of its file.
type shapeFields struct {
	names []string
	named map[string]*shape
}

// UnmarshalJSON keeps the order, which a map would lose.
func (f *shapeFields) UnmarshalJSON(data []byte) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	switch begin, err := dec.Token(); {
	case err != nil || begin == nil: // null says nothing
		return err
	case begin != json.Delim('{'):
		return errors.New("properties are not an object")
	}
	f.named = map[string]*shape{}
	for dec.More() {
		name, err := dec.Token()
		if err != nil {
			return err
		}
		var s *shape
		if err := dec.Decode(&s); err != nil {
			return err
		}
		f.names = append(f.names, name.(string))
		f.named[name.(string)] = s
	}
	return nil
}

// get returns the shape of a field, or nil.
func (f shapeFields) get(name string) *shape { return f.named[name] }

// oneOrMany is a text or a list of texts.
type oneOrMany []string

// UnmarshalJSON accepts both.
func (o *oneOrMany) UnmarshalJSON(data []byte) error {
	if data[0] != '"' {
		return json.Unmarshal(data, (*[]string)(o))
	}
	var s string
	if err := json.Unmarshal(data, &s); err != nil {
		return err
	}
	*o = oneOrMany{s}
	return nil
}

// kindFile is a schema file: what it says of the kind, and its fields.
type kindFile struct {
	Title       string        `json:"title"`
	About       string        `json:"description"`
	Op          oneOrMany     `json:"x-op"`
	Significant bool          `json:"x-significant"`
	Occurred    string        `json:"x-occurred"`
	Order       []string      `json:"x-order"`
	Sections    []SectionSpec `json:"x-sections"`
	Informal    []string      `json:"x-informal"`
	Defs        defs          `json:"$defs"`
	root        shape

	mu   sync.Mutex
	read map[string]*shape // definitions that were referred to, by their names
}

// definition reads a definition once, however many kinds refer to it; nil where there is none of
// that name. Whoever has it changes nothing of it.
func (f *kindFile) definition(name string) *shape {
	f.mu.Lock()
	defer f.mu.Unlock()
	s, known := f.read[name]
	if !known {
		if f.read == nil {
			f.read = map[string]*shape{}
		}
		s = f.Defs.get(name)
		f.read[name] = s
	}
	return s
}

// defs are definitions as they stand in a file. A kind refers to a few of those of entry.json,
// and to read them all would be half of the time that a kind takes.
type defs map[string]json.RawMessage

// get reads a definition; nil where there is none of that name.
func (d defs) get(name string) *shape {
	data, ok := d[name]
	if !ok {
		return nil
	}
	s := &shape{}
	if json.Unmarshal(data, s) != nil {
		return nil // which whole has found in files that are not our own
	}
	return s
}

// whole says whether each definition can be read.
func (d defs) whole() error {
	for _, data := range d {
		if err := json.Unmarshal(data, &shape{}); err != nil {
			return err
		}
	}
	return nil
}

func parseKindFile(data []byte) (*kindFile, error) {
	f := &kindFile{}
	if err := json.Unmarshal(data, f); err != nil {
		return nil, err
	}
	return f, json.Unmarshal(data, &f.root)
}

// resolved follows the references of a shape, of the two forms
// FILE#/$defs/NAME and FILE#/properties/NAME (FILE may be empty). Other
// references leave a field untyped: a text.
func (l *library) resolved(s *shape, home *kindFile, depth int) *shape {
	if s == nil || depth > maxDepth {
		return &shape{}
	}
	out := *s
	if s.Ref != "" {
		target, file := l.follow(s.Ref, home)
		out = *l.resolved(target, file, depth+1)
		out.overlay(s)
		home = file
		return &out
	}
	out.Fields.named = map[string]*shape{}
	for _, name := range s.Fields.names {
		out.Fields.named[name] = l.resolved(s.Fields.named[name], home, depth+1)
	}
	if s.Items != nil {
		out.Items = l.resolved(s.Items, home, depth+1)
	}
	return &out
}

// overlay puts what stands beside a reference over what it refers to.
func (s *shape) overlay(beside *shape) {
	if beside.About != "" {
		s.About = beside.About
	}
	if beside.Means != "" {
		s.Means = beside.Means
	}
	s.Future = s.Future || beside.Future
	s.Ahead = s.Ahead || beside.Ahead
	s.OrSection, s.OrField = beside.OrSection, beside.OrField
	s.Required = append(slices.Clone(s.Required), beside.Required...)
}

func (l *library) follow(ref string, home *kindFile) (*shape, *kindFile) {
	name, pointer, _ := strings.Cut(ref, "#")
	if name != "" {
		f, err := l.file(strings.TrimSuffix(name, ".json"))
		if err != nil {
			return nil, nil
		}
		home = f
	}
	if home == nil {
		return nil, nil
	}
	if field, ok := strings.CutPrefix(pointer, "/$defs/"); ok {
		return home.definition(field), home
	}
	if field, ok := strings.CutPrefix(pointer, "/properties/"); ok {
		return home.root.Fields.get(field), home
	}
	return nil, home
}

// accepts reports whether the schema names a JSON type for the field.
func (s *shape) accepts(jsonType string) bool {
	return s != nil && slices.Contains(s.Type, jsonType)
}

// choices returns the texts of an enumeration, or of those that a list is made of.
func (s *shape) choices() []string {
	if len(s.Enum) == 0 && s.Items != nil {
		return s.Items.choices()
	}
	var out []string
	for _, v := range s.Enum {
		if t, ok := v.(string); ok {
			out = append(out, t)
		}
	}
	return out
}

// fieldType returns the kind of value, in the words of Field.Type.
func (s *shape) fieldType() string {
	switch {
	case len(s.Enum) > 0:
		return "choice"
	case s.Means == "point" || s.Means == "occurred" || s.Means == "instant":
		return "time"
	case s.Means != "":
		return s.Means
	case s.accepts("integer"):
		return "integer"
	case s.accepts("boolean"):
		return "boolean"
	case s.accepts("array"):
		return "list"
	case s.accepts("object"):
		return "map"
	}
	return "text"
}
