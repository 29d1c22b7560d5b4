package report

import (
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"

	"casefile/internal/cases"
)

// shown is a report before it has a format. All reports reach a format only through write, which
// covers what is protected, so that no report can forget it.
type shown struct {
	what     string // such as "a letter"
	formats  []Format
	document func(screen bool) *document
	data     func() any
	table    func() [][]string
	width    int
	copied   bool // the text form leaves the screen too
	shield   *cases.Shield
}

func (s shown) write(w io.Writer, f Format) error {
	if f == "" {
		f = Text
	}
	if !slices.Contains(s.formats, f) {
		return fmt.Errorf("%w: %s as %q (there are %s)", ErrFormat, s.what, f, listed(s.formats))
	}
	shield := s.shield
	if f != Text || s.copied {
		shield = shield.Copied()
	}
	switch f {
	case JSON:
		return writeJSON(w, covered(s.data(), shield))
	case CSV:
		return writeCSV(w, covered(s.table(), shield))
	}
	d := covered(s.document(f == Text), shield)
	switch f {
	case Markdown:
		return writeMarkdown(w, d)
	case HTML:
		return writeHTML(w, d)
	}
	return writeText(w, d, s.width)
}

func listed(formats []Format) string {
	var out []string
	for _, f := range formats {
		out = append(out, string(f))
	}
	return strings.Join(out, ", ")
}

// covered returns a deep copy of a value in which the shield has covered each text. Names of fields
// and keys stay.
func covered[T any](v T, s *cases.Shield) T {
	if !s.Covers() {
		return v
	}
	out := reflect.New(reflect.TypeFor[T]()).Elem()
	cover(out, reflect.ValueOf(&v).Elem(), s)
	return out.Interface().(T)
}

// cover copies one value into another, with texts covered. Unexported fields of other packages,
// such as those of a time, are copied as they are: they hold no words.
func cover(to, from reflect.Value, s *cases.Shield) {
	to.Set(from)
	switch from.Kind() {
	case reflect.String:
		to.SetString(s.Cover(from.String()))
	case reflect.Pointer, reflect.Interface, reflect.Slice, reflect.Map:
		if !from.IsNil() {
			coverWithin(to, from, s)
		}
	case reflect.Struct:
		coverFields(to, from, s)
	case reflect.Array:
		for i := range from.Len() {
			cover(to.Index(i), from.Index(i), s)
		}
	}
}

func coverFields(to, from reflect.Value, s *cases.Shield) {
	for i := range from.NumField() {
		switch field := to.Field(i); {
		case field.CanSet():
			cover(field, from.Field(i), s)
		case field.Kind() == reflect.Struct && from.Type().Field(i).Anonymous:
			coverFields(field, from.Field(i), s) // fields of an embedded type of this room
		}
	}
}

// coverWithin copies what a value points to, so that the original keeps its words.
func coverWithin(to, from reflect.Value, s *cases.Shield) {
	switch from.Kind() {
	case reflect.Pointer:
		to.Set(reflect.New(from.Type().Elem()))
		cover(to.Elem(), from.Elem(), s)
	case reflect.Interface:
		inner := reflect.New(from.Elem().Type()).Elem()
		cover(inner, from.Elem(), s)
		to.Set(inner)
	case reflect.Slice:
		to.Set(reflect.MakeSlice(from.Type(), from.Len(), from.Len()))
		for i := range from.Len() {
			cover(to.Index(i), from.Index(i), s)
		}
	case reflect.Map:
		to.Set(reflect.MakeMap(from.Type()))
		for _, key := range from.MapKeys() {
			value := reflect.New(from.Type().Elem()).Elem()
			cover(value, from.MapIndex(key), s)
			to.SetMapIndex(key, value)
		}
	}
}

// shield returns the shield of the page's case, which does not cover the agency's own name. A copy
// for the subject has none: subjects know where they live, and redaction has already left out the
// rest.
func (p *Page) shield() *cases.Shield {
	if p.Given {
		return nil
	}
	return p.Case.Shield().Keeping(p.Agency)
}
