package record

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// Bounds on an agency's schema: one of a few bytes can otherwise ask for more steps than
// anybody waits for. The largest built-in one has 11 KB, and lies 7 levels deep.
const (
	MaxSchema      = 65536 // bytes
	maxSchemaDepth = 32    // of values in one another
	maxSchemaSteps = 10000 // schemas in it, each reference counted as what it refers to
)

// bounded says why a schema is too large to be used; nil where it is not.
func bounded(data []byte) error {
	if len(data) > MaxSchema {
		return fmt.Errorf("it has more than %d bytes", MaxSchema)
	}
	if tooDeep(data) {
		return fmt.Errorf("its values lie more than %d deep", maxSchemaDepth)
	}
	var root any
	if err := json.Unmarshal(data, &root); err != nil {
		return nil // which is told where it is read
	}
	if newSteps(root).of("", root) > maxSchemaSteps {
		return fmt.Errorf("its references ask for more than %d steps", maxSchemaSteps)
	}
	return nil
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
