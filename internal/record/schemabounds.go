package record

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"casefile/internal/pattern"
)

// Bounds on an agency's schema: one of a few bytes can otherwise ask for more steps, or more
// memory, than anybody has. The largest built-in one has 11 KB, and lies 7 levels deep.
const (
	MaxSchema         = 65536  // bytes
	maxSchemaDepth    = 32     // of values in one another
	maxSchemaSteps    = 10000  // schemas in it, each reference counted as what it refers to
	maxSchemaPatterns = 100000 // letters of its patterns, each times every number in braces in it
)

// SchemaBounds says why a schema is out of the bounds that FORMAT.md sets by number (section
// 10), so that every program says the same of it; nil where it is within them. Whether it can
// be used is another question.
func SchemaBounds(data []byte) error {
	if len(data) > MaxSchema {
		return fmt.Errorf("it has more than %d bytes", MaxSchema)
	}
	if !json.Valid(data) {
		return errors.New("it is no JSON")
	}
	if tooDeep(data) {
		return fmt.Errorf("its values lie more than %d deep", maxSchemaDepth)
	}
	var root any
	if err := json.Unmarshal(data, &root); err != nil {
		return errors.New("it is no JSON")
	}
	if ref := farRef(root); ref != "" {
		return fmt.Errorf("it refers to %q, and only files of schema/ may be referred to", OneLine(ref))
	}
	if newSteps(root).of("", root) > maxSchemaSteps {
		return fmt.Errorf("its references ask for more than %d steps", maxSchemaSteps)
	}
	if patternCost(root) > maxSchemaPatterns {
		return fmt.Errorf("its patterns count more than %d letters", maxSchemaPatterns)
	}
	return nil
}

// nearRef is a reference within the file, or to another file of schema/.
var nearRef = pattern.Of(`^([a-z][a-z0-9-]{0,63}\.json)?(#.*)?$`)

// farRef finds a reference to anything else; "" where there is none.
func farRef(value any) string {
	switch v := value.(type) {
	case []any:
		for _, item := range v {
			if far := farRef(item); far != "" {
				return far
			}
		}
	case map[string]any:
		for key, item := range v {
			ref, is := item.(string)
			if is && (key == "$ref" || key == "$dynamicRef") && !nearRef().MatchString(ref) {
				return ref
			}
			if far := farRef(item); far != "" {
				return far
			}
		}
	}
	return ""
}

var counted = pattern.Of(`[0-9]+`)

// patternCost counts the letters of all patterns, each pattern times every number in it: a
// program that makes a machine of a pattern repeats what is in front of {n} so many times.
func patternCost(value any) int {
	n := 0
	switch v := value.(type) {
	case []any:
		for _, item := range v {
			n = min(n+patternCost(item), 2*maxSchemaPatterns)
		}
	case map[string]any:
		for key, item := range v {
			if pattern, is := item.(string); is && key == "pattern" {
				n += costOf(pattern)
			}
			if by, is := item.(map[string]any); is && key == "patternProperties" {
				for pattern := range by {
					n += costOf(pattern)
				}
			}
			n = min(n+patternCost(item), 2*maxSchemaPatterns)
		}
	}
	return n
}

func costOf(pattern string) int {
	n := len(pattern)
	for rest := pattern; ; {
		_, after, braced := strings.Cut(rest, "{")
		if !braced {
			return n
		}
		inside, _, _ := strings.Cut(after, "}")
		most := 1
		for _, digits := range counted().FindAllString(inside, -1) {
			times, err := strconv.Atoi(digits)
			if err != nil {
				times = 2 * maxSchemaPatterns
			}
			most = max(most, times)
		}
		n = min(n*min(most, 2*maxSchemaPatterns), 2*maxSchemaPatterns)
		rest = after
	}
}

// tooDeep looks at the brackets alone, before anything is made of the bytes.
func tooDeep(data []byte) bool {
	dec := json.NewDecoder(bytes.NewReader(data))
	for depth := 0; ; {
		token, err := dec.Token()
		if err != nil {
			return false
		}
		switch token {
		case json.Delim('{'), json.Delim('['):
			depth++
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
		if depth > maxSchemaDepth {
			return true
		}
	}
}

// steps counts the schemas that one look at a value may go through.
type steps struct {
	root  any
	known map[string]int // by reference; 0 while it is counted, for one in a circle
}

func newSteps(root any) *steps { return &steps{root: root, known: map[string]int{}} }

// of counts those below a value; ref names it.
func (s *steps) of(ref string, value any) int {
	if n, known := s.known[ref]; known {
		return n
	}
	s.known[ref] = 0
	n := s.below(value)
	s.known[ref] = n
	return n
}

func (s *steps) below(value any) int {
	n := 1
	switch v := value.(type) {
	case []any:
		for _, item := range v {
			n = min(n+s.below(item), 2*maxSchemaSteps)
		}
	case map[string]any:
		for key, item := range v {
			if ref, is := item.(string); is && (key == "$ref" || key == "$dynamicRef") {
				n = min(n+s.referred(ref), 2*maxSchemaSteps)
				continue
			}
			n = min(n+s.below(item), 2*maxSchemaSteps)
		}
	}
	return n
}

// referred counts what a reference refers to: a place in this file, whatever name it gives
// the file. An anchor may be any place, so that no file with one is used.
func (s *steps) referred(ref string) int {
	_, path, _ := strings.Cut(ref, "#")
	if path != "" && path[0] != '/' {
		return 2 * maxSchemaSteps
	}
	if target, here := pointed(s.root, path); here {
		return s.of(path, target)
	}
	return 1
}

// pointed is what a path points at; false where it is in another file.
func pointed(at any, path string) (any, bool) {
	unescaped := strings.NewReplacer("~1", "/", "~0", "~")
	for _, step := range strings.Split(path, "/")[1:] {
		m, is := at.(map[string]any)
		if !is {
			return nil, false
		}
		if at, is = m[unescaped.Replace(step)]; !is {
			return nil, false
		}
	}
	return at, true
}
