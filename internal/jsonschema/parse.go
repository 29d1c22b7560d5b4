package jsonschema

import (
	"fmt"
	"maps"
	"math/big"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// part makes a schema of a value of a file, and all schemas in it.
func (c *Compiler) part(res *resource, path string, value any) (*Schema, error) {
	s := &Schema{resource: res, tracks: &c.tracks}
	switch v := value.(type) {
	case bool:
		s.verdict = &v
		err := c.place(s, path, nil)
		return s, err
	case map[string]any:
		if err := c.place(s, path, v); err != nil {
			return nil, err
		}
		p := &parser{c, s, path}
		for _, name := range slices.Sorted(maps.Keys(v)) {
			if err := p.keyword(name, v[name]); err != nil {
				return nil, err
			}
		}
		return s, nil
	}
	return nil, fmt.Errorf("%w: %s#%s is neither true, false nor an object", ErrSchema, res.file,
		path)
}

// place notes where a schema is found: by its path, by its own address, and by its anchors.
func (c *Compiler) place(s *Schema, path string, object map[string]any) error {
	if id, is := object["$id"].(string); is {
		base, fragment, err := joined(s.resource.base, id)
		if err != nil || fragment != "" {
			return fmt.Errorf("%w: its $id %q is not the address of a file", ErrSchema, id)
		}
		s.resource = &resource{base: base, file: s.resource.file, path: path, tree: s.resource.tree}
	}
	res := s.resource
	if res.root == nil {
		res.root, res.anchors, res.dynamic = s, map[string]*Schema{}, map[string]*Schema{}
		name := res.base.String()
		if c.resources[name] != nil {
			return fmt.Errorf("%w: %s is there twice", ErrSchema, name)
		}
		c.resources[name] = res
	}
	c.parts[res.file+"#"+path] = s
	for _, word := range []string{"$anchor", "$dynamicAnchor"} {
		name, is := object[word].(string)
		if !is {
			continue
		}
		if other := res.anchors[name]; other != nil && other != s {
			return fmt.Errorf("%w: the anchor %q is there twice", ErrSchema, name)
		}
		res.anchors[name] = s
		if word == "$dynamicAnchor" {
			res.dynamic[name], s.dynamicAnchor = s, name
		}
	}
	return nil
}

// parser takes up the keywords of one schema.
type parser struct {
	c    *Compiler
	s    *Schema
	path string
}

func (p *parser) wrong(name, want string) error {
	return fmt.Errorf("%w: %s#%s/%s is no %s", ErrSchema, p.s.resource.file, p.path, name, want)
}

// keyword takes one keyword. A name that the draft does not know is an annotation.
func (p *parser) keyword(name string, value any) error {
	switch name {
	case "allOf", "anyOf", "oneOf", "prefixItems":
		return p.list(name, value)
	case "properties", "patternProperties", "dependentSchemas", "$defs", "definitions":
		return p.named(name, value)
	case "dependencies": // of earlier drafts
		return p.dependencies(name, value)
	case "additionalProperties", "propertyNames", "unevaluatedProperties", "items", "contains",
		"unevaluatedItems", "if", "then", "else", "not", "contentSchema":
		return p.one(name, value)
	case "minLength", "maxLength", "minItems", "maxItems", "minContains", "maxContains",
		"minProperties", "maxProperties":
		return p.count(name, value)
	case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf":
		return p.limit(name, value)
	case "type", "enum", "const", "pattern", "uniqueItems", "required", "dependentRequired":
		return p.assertion(name, value)
	}
	return p.word(name, value)
}

// word takes a keyword that describes the schema, and judges no values.
func (p *parser) word(name string, value any) error {
	text, is := value.(string)
	switch name {
	case "$ref", "$dynamicRef":
		if !is || !isAddress(text) {
			return p.wrong(name, "address")
		}
		if p.s.refers == nil {
			p.s.refers = map[string]string{}
		}
		p.s.refers[name] = text
	case "$schema":
		if strings.TrimSuffix(text, "#") != Draft {
			return p.wrong(name, "draft that is known here")
		}
	case "$anchor", "$dynamicAnchor", "$recursiveAnchor":
		if !is || !isAnchor(text) {
			return p.wrong(name, "name")
		}
	case "$id", "$recursiveRef":
		if !is || !isAddress(text) {
			return p.wrong(name, "address")
		}
	case "$comment", "title", "description", "format", "contentEncoding",
		"contentMediaType":
		if !is {
			return p.wrong(name, "text")
		}
	case "deprecated", "readOnly", "writeOnly":
		if _, is := value.(bool); !is {
			return p.wrong(name, "true or false")
		}
	case "examples":
		if _, is := value.([]any); !is {
			return p.wrong(name, "list")
		}
	case "$vocabulary":
		return p.vocabulary(name, value)
	}
	return nil
}

func (p *parser) vocabulary(name string, value any) error {
	words, is := value.(map[string]any)
	for address, asked := range words {
		u, err := url.Parse(address)
		if _, yes := asked.(bool); !yes || err != nil || !u.IsAbs() {
			is = false
		}
	}
	if !is {
		return p.wrong(name, "map of addresses to true or false")
	}
	return nil
}

func isAddress(text string) bool {
	_, err := url.Parse(text)
	return err == nil
}

// isAnchor reports whether a name may be an anchor: a letter or _ first.
func isAnchor(name string) bool {
	for i, c := range []byte(name) {
		letter := c|0x20 >= 'a' && c|0x20 <= 'z' || c == '_'
		if !letter && (i == 0 || c != '-' && c != '.' && (c < '0' || c > '9')) {
			return false
		}
	}
	return name != ""
}

func (p *parser) below(value any, steps ...string) (*Schema, error) {
	return p.c.part(p.s.resource, p.path+pointer(steps), value)
}

func (p *parser) one(name string, value any) (err error) {
	if p.s.one == nil {
		p.s.one = map[string]*Schema{}
	}
	if strings.HasPrefix(name, "unevaluated") {
		p.c.tracks.Store(true)
	}
	p.s.one[name], err = p.below(value, name)
	return err
}

func (p *parser) list(name string, value any) error {
	items, is := value.([]any)
	if !is || len(items) == 0 {
		return p.wrong(name, "list of schemas")
	}
	if p.s.list == nil {
		p.s.list = map[string][]*Schema{}
	}
	for i, item := range items {
		s, err := p.below(item, name, strconv.Itoa(i))
		if err != nil {
			return err
		}
		p.s.list[name] = append(p.s.list[name], s)
	}
	return nil
}

func (p *parser) named(name string, value any) error {
	schemas, is := value.(map[string]any)
	if !is {
		return p.wrong(name, "map of schemas")
	}
	if p.s.named == nil {
		p.s.named = map[string]map[string]*Schema{}
	}
	p.s.named[name] = make(map[string]*Schema, len(schemas))
	for _, key := range slices.Sorted(maps.Keys(schemas)) {
		s, err := p.below(schemas[key], name, key)
		if err != nil {
			return err
		}
		p.s.named[name][key] = s
		if name != "patternProperties" {
			continue
		}
		form, err := regexp.Compile(key)
		if err != nil {
			return p.wrong(name, "map of patterns to schemas: "+err.Error())
		}
		p.s.names = append(p.s.names, namePattern{form, s})
	}
	return nil
}

// dependencies takes dependentRequired and dependentSchemas in one keyword, as earlier drafts had
// them.
func (p *parser) dependencies(name string, value any) error {
	all, is := value.(map[string]any)
	if !is {
		return p.wrong(name, "map of schemas")
	}
	for _, key := range slices.Sorted(maps.Keys(all)) {
		if needed, is := all[key].([]any); is {
			if err := p.need(name, key, needed); err != nil {
				return err
			}
			continue
		}
		s, err := p.below(all[key], name, key)
		if err != nil {
			return err
		}
		if p.s.named == nil {
			p.s.named = map[string]map[string]*Schema{}
		}
		if p.s.named[name] == nil {
			p.s.named[name] = map[string]*Schema{}
		}
		p.s.named[name][key] = s
	}
	return nil
}

// need notes which other fields a field needs.
func (p *parser) need(name, key string, value any) error {
	needed, is := texts(value)
	if !is {
		return p.wrong(name, "map of lists of names")
	}
	if p.s.needs == nil {
		p.s.needs = map[string][]string{}
	}
	p.s.needs[key] = append(p.s.needs[key], needed...)
	return nil
}

func (p *parser) count(name string, value any) error {
	n := rational(value)
	if n == nil || !n.IsInt() || n.Sign() < 0 || !n.Num().IsInt64() {
		return p.wrong(name, "number of things")
	}
	if p.s.counts == nil {
		p.s.counts = map[string]int{}
	}
	p.s.counts[name] = int(n.Num().Int64())
	return nil
}

func (p *parser) limit(name string, value any) error {
	n := rational(value)
	if n == nil || name == "multipleOf" && n.Sign() <= 0 {
		return p.wrong(name, "number that is counted with here")
	}
	if p.s.limits == nil {
		p.s.limits = map[string]*big.Rat{}
	}
	p.s.limits[name] = n
	return nil
}

func (p *parser) assertion(name string, value any) (err error) {
	is := true
	switch name {
	case "type":
		if one, single := value.(string); single {
			value = []any{one}
		}
		p.s.types, is = texts(value)
		is = is && len(p.s.types) > 0 && !slices.ContainsFunc(p.s.types, unknownType)
	case "enum":
		var items []any
		items, is = value.([]any)
		p.s.enum = make(map[string]bool, len(items))
		for _, item := range items {
			p.s.enum[canonical(item)] = true
		}
	case "const":
		only := canonical(value)
		p.s.constant = &only
	case "pattern":
		text, _ := value.(string)
		p.s.pattern, err = regexp.Compile(text)
		_, is = value.(string)
		is = is && err == nil
	case "uniqueItems":
		p.s.unique, is = value.(bool)
	case "required":
		p.s.required, is = texts(value)
	case "dependentRequired":
		return p.dependents(name, value)
	}
	if !is {
		return p.wrong(name, "value that the draft knows")
	}
	return nil
}

func (p *parser) dependents(name string, value any) error {
	all, is := value.(map[string]any)
	if !is {
		return p.wrong(name, "map of lists of names")
	}
	for key, needed := range all {
		if err := p.need(name, key, needed); err != nil {
			return err
		}
	}
	return nil
}

func unknownType(name string) bool {
	return !slices.Contains([]string{"array", "boolean", "integer", "null", "number", "object",
		"string"}, name)
}
