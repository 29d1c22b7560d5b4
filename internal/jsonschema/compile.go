package jsonschema

import (
	"errors"
	"fmt"
	"iter"
	"math/big"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
)

// Draft is the address of the only draft that this package judges by.
const Draft = "https://json-schema.org/draft/2020-12/schema"

// ErrSchema says that a schema breaks a rule of the draft.
var ErrSchema = errors.New("no schema of draft 2020-12")

// LoadError says that load did not return a file that a reference names.
type LoadError struct {
	Address string
	Err     error
}

func (e *LoadError) Error() string { return "loading " + e.Address + ": " + e.Err.Error() }

// Unwrap returns the cause.
func (e *LoadError) Unwrap() error { return e.Err }

// Compiler compiles schemas that refer to each other.
type Compiler struct {
	load      func(address string) (any, error)
	resources map[string]*resource // by address
	parts     map[string]*Schema   // by the address of their file, # and the path in it
	// one asks for unevaluated parts; set atomically, since others may be judged meanwhile
	tracks atomic.Bool
}

// New returns a compiler. load returns the file at an address, as encoding/json decodes it with
// UseNumber.
func New(load func(address string) (any, error)) *Compiler {
	c := &Compiler{load: load}
	c.forget()
	return c
}

// resource is a schema with an address of its own.
type resource struct {
	base    *url.URL
	file    string // the address of the file, and the path in it at which the resource begins
	path    string
	tree    any // the whole file
	root    *Schema
	anchors map[string]*Schema
	dynamic map[string]*Schema
}

// Schema is a schema, or a part of one.
type Schema struct {
	resource *resource
	tracks   *atomic.Bool
	verdict  *bool // of true and false, which are schemas too

	types    []string
	enum     map[string]bool // canonical, as the value of const
	constant *string
	pattern  *regexp.Regexp
	unique   bool
	required []string
	needs    map[string][]string // dependentRequired
	counts   map[string]int
	limits   map[string]*big.Rat
	one      map[string]*Schema
	list     map[string][]*Schema
	named    map[string]map[string]*Schema
	names    []namePattern // patternProperties

	refers          map[string]string // $ref and $dynamicRef, as written
	resolved        bool
	ref, dynamicRef *Schema
	anchor          string // of a $dynamicRef that names a $dynamicAnchor
	dynamicAnchor   string
}

type namePattern struct {
	form   *regexp.Regexp
	schema *Schema
}

// Compile returns the schema at an address, with all schemas that it refers to. After an error the
// compiler forgets what it has read. Schemas that it returned earlier stay good.
func (c *Compiler) Compile(address string) (*Schema, error) {
	s, err := c.target(&url.URL{}, address)
	if err == nil {
		err = c.resolve(s)
	}
	if err != nil {
		c.forget()
		return nil, err
	}
	return s, nil
}

func (c *Compiler) forget() {
	c.resources, c.parts = map[string]*resource{}, map[string]*Schema{}
}

// resolve finds the targets of all references that judging a value may need. References elsewhere,
// in $defs for example, may name missing schemas.
func (c *Compiler) resolve(s *Schema) (err error) {
	if s.resolved {
		return nil
	}
	s.resolved = true
	if s.ref, err = c.referred(s, "$ref"); err != nil {
		return err
	}
	if s.dynamicRef, err = c.referred(s, "$dynamicRef"); err != nil {
		return err
	}
	_, name, _ := strings.Cut(s.refers["$dynamicRef"], "#")
	if s.dynamicRef != nil && name != "" && s.dynamicRef.dynamicAnchor == name {
		s.anchor = name
	}
	for below := range s.below() {
		if err := c.resolve(below); err != nil {
			return err
		}
	}
	return nil
}

// referred returns the target of a reference, or nil where the schema has none.
func (c *Compiler) referred(s *Schema, keyword string) (*Schema, error) {
	ref, is := s.refers[keyword]
	if !is {
		return nil, nil
	}
	to, err := c.target(s.resource.base, ref)
	if err != nil {
		return nil, err
	}
	return to, c.resolve(to)
}

// below returns the subschemas that judge values.
func (s *Schema) below() iter.Seq[*Schema] {
	return func(yield func(*Schema) bool) {
		for name, one := range s.one {
			if !s.idle(name) && !yield(one) {
				return
			}
		}
		for _, list := range s.list {
			for _, one := range list {
				if !yield(one) {
					return
				}
			}
		}
		for name, named := range s.named {
			for _, one := range named {
				if name != "$defs" && name != "definitions" && !yield(one) {
					return
				}
			}
		}
	}
}

// idle reports whether a keyword's schema judges no value.
func (s *Schema) idle(keyword string) bool {
	when := s.one["if"]
	switch keyword {
	case "then":
		return when == nil || when.verdict != nil && !*when.verdict
	case "else":
		return when == nil || when.verdict != nil && *when.verdict
	}
	return keyword == "contentSchema"
}

// target returns the schema that a reference names.
func (c *Compiler) target(base *url.URL, ref string) (*Schema, error) {
	address, fragment, err := joined(base, ref)
	if err != nil {
		return nil, err
	}
	res, err := c.at(address)
	if err != nil {
		return nil, err
	}
	switch {
	case fragment == "":
		return res.root, nil
	case fragment[0] == '/':
		return c.pointed(res, fragment)
	case res.anchors[fragment] != nil:
		return res.anchors[fragment], nil
	}
	return nil, fmt.Errorf("%w: it refers to %q, and there is no such anchor", ErrSchema, ref)
}

// joined resolves a reference against the address base, and returns its fragment apart.
func joined(base *url.URL, ref string) (address *url.URL, fragment string, err error) {
	u, err := url.Parse(ref)
	if err != nil {
		return nil, "", fmt.Errorf("%w: it refers to %q, which is not an address", ErrSchema, ref)
	}
	address = base.ResolveReference(u)
	if !u.IsAbs() && base.Opaque != "" { // of a urn: ResolveReference drops its Opaque part
		address.Opaque = base.Opaque
	}
	address.Fragment, address.RawFragment = "", ""
	return address, u.Fragment, nil
}

// at returns the resource of an address. It loads the file where no resource of it is known yet.
func (c *Compiler) at(address *url.URL) (*resource, error) {
	name := address.String()
	if known := c.resources[name]; known != nil {
		return known, nil
	}
	tree, err := c.load(name)
	if err != nil {
		return nil, &LoadError{name, err}
	}
	res := &resource{base: address, file: name, tree: tree}
	if _, err := c.part(res, "", tree); err != nil {
		return nil, err
	}
	if c.resources[name] == nil { // its $id names another address
		c.resources[name] = c.parts[name+"#"].resource
	}
	return c.resources[name], nil
}

// pointed returns the schema at a path from the root of a resource.
func (c *Compiler) pointed(res *resource, path string) (*Schema, error) {
	path = res.path + path
	if known := c.parts[res.file+"#"+path]; known != nil {
		return known, nil
	}
	value, is := Follow(res.tree, path)
	if !is {
		return nil, fmt.Errorf("%w: it refers to #%s, which is nowhere in it", ErrSchema, path)
	}
	return c.part(res, path, value) // the path goes through a keyword that the draft does not know
}
