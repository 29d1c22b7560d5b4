package record

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// ErrYAML says that a file is not the strict YAML that is asked for.
var ErrYAML = errors.New("not strict YAML")

// decodeDepth is plenty for the files of DecodeYAML.
const decodeDepth = 12

// DecodeYAML reads a small file that is no record (a person's configuration, the mapping of a
// table) into a struct of texts, lists of texts and mappings to texts, with yaml tags. It reads the
// first document, and no more of YAML than StrictYAML has. Keys that the struct lacks are an error
// if known is set, and are ignored otherwise. An empty file leaves the struct as it is. If the file
// is no YAML at all, the error is that of yaml.v3. Otherwise it is ErrYAML with the line, in words
// for the author of the file.
func DecodeYAML(data []byte, into any, known bool) error {
	var doc yaml.Node
	if err := yaml.NewDecoder(bytes.NewReader(data)).Decode(&doc); errors.Is(err, io.EOF) {
		return nil
	} else if err != nil {
		return err
	}
	var refused error
	refuse := func(at *yaml.Node, why string) {
		if refused == nil {
			refused = fmt.Errorf("%w: line %d: %s", ErrYAML, max(at.Line, 1), why)
		}
	}
	StrictYAML{Depth: decodeDepth, Source: string(data)}.Walk(&doc, func(r Refused) {
		refuse(r.Node, r.Breach.String())
	})
	if refused == nil && len(doc.Content) > 0 {
		fit(doc.Content[0], reflect.TypeOf(into).Elem(), "the file", known, refuse)
	}
	if refused != nil {
		return refused
	}
	return doc.Decode(into)
}

// fit refuses each value that does not fit its type; what names the value. yaml.v3 would name our
// Go types to the author of the file.
func fit(
	node *yaml.Node, t reflect.Type, what string, known bool, refuse func(*yaml.Node, string),
) {
	if node.Kind == yaml.ScalarNode && node.Tag == "!!null" {
		return // as if it were not there
	}
	wants, kind := "a text", yaml.ScalarNode
	switch t.Kind() {
	case reflect.Struct, reflect.Map:
		wants, kind = "keys with values", yaml.MappingNode
	case reflect.Slice:
		wants, kind = "a list", yaml.SequenceNode
	}
	if node.Kind != kind {
		refuse(node, what+" should be "+wants)
		return
	}
	switch t.Kind() {
	case reflect.Slice:
		for _, item := range node.Content {
			fit(item, t.Elem(), "an item of "+what, known, refuse)
		}
	case reflect.Map:
		for i := 0; i+1 < len(node.Content); i += 2 {
			fit(node.Content[i+1], t.Elem(), quoted(node.Content[i].Value), known, refuse)
		}
	case reflect.Struct:
		fitFields(node, t, known, refuse)
	}
}

// fitFields is fit for the keys of a struct.
func fitFields(
	node *yaml.Node, t reflect.Type, known bool, refuse func(*yaml.Node, string),
) {
	var names []string
	for field := range t.Fields() {
		name, _, _ := strings.Cut(field.Tag.Get("yaml"), ",")
		names = append(names, name)
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		switch at := slices.Index(names, key.Value); {
		case at >= 0:
			fit(value, t.Field(at).Type, quoted(key.Value), known, refuse)
		case known:
			refuse(key, "there is no key "+quoted(key.Value)+suggestion(key.Value, names))
		}
	}
}
