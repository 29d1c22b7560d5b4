package record

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"casefile/internal/jsonschema"
	"casefile/internal/pattern"
)

// Bounds on an agency's schema: a schema of a few bytes can otherwise ask for more steps, or more
// memory, than anybody has. The largest built-in one has 11 KB, and is 7 levels deep.
const (
	MaxSchema         = 65536  // bytes
	maxSchemaDepth    = 32     // of values in one another
	maxSchemaSteps    = 10000  // schemas in it, each reference counted as what it refers to
	maxSchemaPatterns = 100000 // letters of its patterns, each times every number in braces in it
)

// SchemaBounds says why a schema is out of the bounds that FORMAT.md sets by number (section
// 10), so that every program says the same of it; nil where it is within them. file is its
// name, without the folder. Whether it can be used is another question.
func SchemaBounds(file string, data []byte) error {
	if len(data) > MaxSchema {
		return fmt.Errorf("it has more than %d bytes", MaxSchema)
	}
	if !json.Valid(data) {
		return errors.New("it is not JSON")
	}
	if tooDeep(data) {
		return fmt.Errorf("its values lie more than %d deep", maxSchemaDepth)
	}
	var root any
	if err := json.Unmarshal(data, &root); err != nil {
		return errors.New("it is not JSON")
	}
	if ref := farRef(file, root); ref != "" {
		return fmt.Errorf("it refers to %q, and only files of schema/ may be referred to",
			OneLine(ref))
	}
	alone := func(name string) (any, bool) { return root, name == file }
	if newSteps(alone).of(file, "", root) > maxSchemaSteps {
		return errSteps()
	}
	if patternCost(root) > maxSchemaPatterns {
		return fmt.Errorf("its patterns count more than %d letters", maxSchemaPatterns)
	}
	return nil
}

func errSteps() error {
	return fmt.Errorf("its references ask for more than %d steps, or lead back to themselves",
		maxSchemaSteps)
}

// nearRef is a reference within the file, or to another file of schema/.
var nearRef = pattern.Of(`^([a-z][a-z0-9-]{0,63}\.json)?(#.*)?$`)

const thisDraft = "https://json-schema.org/draft/2020-12/schema"

// farRef finds a reference to another file, and anything that changes the meaning of references:
// another draft, or another name for a part of the file. It returns "" if there is none.
func farRef(file string, value any) string {
	switch v := value.(type) {
	case []any:
		for _, item := range v {
			if far := farRef(file, item); far != "" {
				return far
			}
		}
	case map[string]any:
		for key, item := range v {
			ref, is := item.(string)
			if is && (isRef(key) && !nearRef().MatchString(ref) ||
				key == "$schema" && ref != thisDraft ||
				key == "$id" && ref != file) {
				return ref
			}
			if far := farRef(file, item); far != "" {
				return far
			}
		}
	}
	return ""
}

func isRef(key string) bool { return key == "$ref" || key == "$dynamicRef" }

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

// costOf reads each letter once, from behind: what stands in a brace reaches to the next one
// that closes, over others that open.
func costOf(pattern string) int {
	n := len(pattern)
	for segment := range strings.SplitSeq(pattern, "}") {
		pieces := strings.Split(segment, "{")
		most := 1
		for _, piece := range slices.Backward(pieces[1:]) {
			most = max(most, mostIn(piece))
			n = min(n*most, 2*maxSchemaPatterns)
		}
	}
	return n
}

// mostIn returns the highest number in a piece of a pattern, up to one that is too high by itself.
func mostIn(piece string) int {
	most := 1
	for _, digits := range counted().FindAllString(piece, -1) {
		times, err := strconv.Atoi(digits)
		if err != nil {
			times = 2 * maxSchemaPatterns
		}
		most = max(most, min(times, 2*maxSchemaPatterns))
	}
	return most
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
	files func(name string) (any, bool) // those whose references are followed
	known map[string]int                // by file and path; counting while it is counted
}

// tooMany is more than any schema may ask for.
const (
	tooMany  = 2 * maxSchemaSteps
	counting = -1
)

func newSteps(files func(name string) (any, bool)) *steps {
	return &steps{files: files, known: map[string]int{}}
}

// of counts those below a value, which stands in a file at a path. One that leads back to itself
// goes as deep as any text does, and more often with each step.
func (s *steps) of(file, path string, value any) int {
	place := file + "#" + path
	switch n, known := s.known[place]; {
	case n == counting:
		return tooMany
	case known:
		return n
	}
	s.known[place] = counting
	n := s.below(file, value)
	s.known[place] = n
	return n
}

func (s *steps) below(file string, value any) int {
	n := 1
	switch v := value.(type) {
	case []any:
		for _, item := range v {
			n = min(n+s.below(file, item), tooMany)
		}
	case map[string]any:
		for key, item := range v {
			if ref, is := item.(string); is && isRef(key) {
				n = min(n+s.referred(file, ref), tooMany)
				continue
			}
			n = min(n+s.below(file, item), tooMany)
		}
	}
	return n
}

// referred counts what a reference refers to. An anchor, a letter written as its number or a
// path that leads nowhere may be any place, so that no file with one is used.
func (s *steps) referred(from, ref string) int {
	name, path, _ := strings.Cut(ref, "#")
	if name == "" {
		name = from
	}
	if path != "" && path[0] != '/' || strings.Contains(path, "%") {
		return tooMany
	}
	root, follow := s.files(name)
	if !follow {
		return 1
	}
	target, here := jsonschema.Follow(root, path)
	if !here {
		return tooMany
	}
	return s.of(name, path, target)
}
