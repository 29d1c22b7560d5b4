package record

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"

	"casefile/internal/jsonschema"
	"casefile/schema"
)

// ErrSchema says that an agency's schema file cannot be used.
var ErrSchema = errors.New("schema can't be used")

// The library's own addresses of schemas. Nothing is ever opened at them:
// both kinds of file are in memory, and every other address is refused.
const (
	builtinBase = "casefile:///builtin/"
	agencyBase  = "casefile:///agency/"
)

// library holds schema files, parsed and compiled when first asked for.
// Compiling all of them takes longer than any command should wait.
type library struct {
	agency  map[string][]byte
	refused map[string]error // why an agency's file is none of them

	mu       sync.Mutex
	files    map[string]*kindFile
	compiler *jsonschema.Compiler
}

// builtinFile reports whether a file is one of the program's own.
func builtinFile(name string) bool {
	_, err := schema.Files.Open(name + ".json")
	return err == nil
}

func newLibrary(agency map[string][]byte) *library {
	l := &library{
		agency:  map[string][]byte{},
		refused: map[string]error{},
		files:   map[string]*kindFile{},
	}
	l.compiler = jsonschema.New(l.load)
	for name, data := range agency {
		if err := SchemaBounds(name+".json", data); err != nil {
			l.refused[name] = err
			continue
		}
		l.agency[name] = data
	}
	l.boundTogether()
	return l
}

// boundTogether takes out the files that are within their bounds one by one, and refer to each
// other without end or too often.
func (l *library) boundTogether() {
	roots := map[string]any{}
	count := newSteps(func(file string) (any, bool) {
		root, known := roots[file]
		if !known {
			root, _ = l.load(agencyBase + file)
			roots[file] = root
		}
		return root, true
	})
	for name := range l.agency {
		root, _ := l.load(agencyBase + name + ".json")
		if count.of(name+".json", "", root) > maxSchemaSteps {
			l.refused[name] = errSteps()
		}
	}
	for name := range l.refused {
		delete(l.agency, name)
	}
}

// load returns the schema compiler a file by its address.
func (l *library) load(address string) (any, error) {
	if name, ok := strings.CutPrefix(address, agencyBase); ok {
		if data, ok := l.agency[strings.TrimSuffix(name, ".json")]; ok {
			return decodeSchema(data)
		}
		address = builtinBase + name
	}
	name, ok := strings.CutPrefix(address, builtinBase)
	if !ok {
		return nil, fmt.Errorf("%w: it refers to %s, and only files of schema/ may be referred to",
			ErrSchema, address)
	}
	data, err := schema.Files.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("%w: it refers to %s, and there is no such file", ErrSchema, name)
	}
	return decodeSchema(data)
}

// decodeSchema reads the one value of a file; its numbers stay as they are written.
func decodeSchema(data []byte) (value any, err error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	if err := d.Decode(&value); err != nil {
		return nil, err
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, errors.New("more follows the one value of the file")
	}
	return value, nil
}

// file parses a file once, the built-in one before an agency's.
func (l *library) file(name string) (*kindFile, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if f, ok := l.files[name]; ok {
		return f, nil
	}
	if err := l.refused[name]; err != nil && !builtinFile(name) {
		return nil, fmt.Errorf("%w: %w", ErrSchema, err)
	}
	data, err := schema.Files.ReadFile(name + ".json")
	if err != nil {
		data = l.agency[name]
	}
	f, err := parseKindFile(data)
	if err == nil && l.agency[name] != nil {
		err = f.Defs.whole()
	}
	if err != nil {
		return nil, fmt.Errorf("%w: schema/%s.json: %w", ErrSchema, name, err)
	}
	l.files[name] = f
	return f, nil
}

func (l *library) compile(address string) (*jsonschema.Schema, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.compiler.Compile(address)
}
