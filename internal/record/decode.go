package record

import (
	"errors"
	"fmt"
	"maps"
	"strings"
	"time"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// Decode reads a sealed text. It holds the text to the format (size, UTF-8,
// strict YAML, the six lines of the stamp; else ErrEntry with line and
// column, or ErrTooLarge) and not to the schema, which may have changed since:
// what the schema refuses, Check says. Fields of an unknown kind are texts.
func (k *Kinds) Decode(text []byte) (*Entry, error) {
	if len(text) > MaxText {
		return nil, fmt.Errorf("%w: %w", ErrEntry, ErrTooLarge)
	}
	if !utf8.Valid(text) {
		return nil, fmt.Errorf("%w: not UTF-8", ErrEntry)
	}
	p, stamp, root, err := recorded(text)
	if err != nil {
		return nil, err
	}
	kind, ok := k.Kind(stamp.Kind)
	if !ok {
		kind = k.unknownKind(stamp.Kind)
	}
	var r reader
	sections, _ := sectionsOf(p.Body, p.bodyLine())
	e := kind.entry(stamp, r.mapping(root, kind.root), sections)
	e.Text = text
	return e, nil
}

func firstFault(list Findings) error {
	if len(list) == 0 {
		return fmt.Errorf("%w: no fields", ErrEntry)
	}
	f := list[0]
	return fmt.Errorf("%w: %d:%d: %s", ErrEntry, f.Line, f.Column, strings.TrimSuffix(f.Found, "."))
}

// unknownKind types the common fields, and takes all others for texts.
func (k *Kinds) unknownKind(name string) *Kind {
	root := &shape{}
	if common, err := k.lib.file(commonFile); err == nil {
		root = k.lib.resolved(&common.root, common, 0)
	}
	return &Kind{Name: name, Title: name, root: root}
}

// entry sorts values into the common fields and those of the kind. m is used
// up.
func (k *Kind) entry(s Stamp, m map[string]any, sections []Section) *Entry {
	e := &Entry{ID: s.ID, Case: s.Case, Kind: s.Kind, Recorded: s.Recorded, By: s.By,
		Nonce:       s.Nonce,
		Significant: k.Significant, Sections: sections, Links: map[string][]Ref{}, Fields: m}
	for _, key := range stampKeys {
		delete(m, key)
	}
	e.Headline = takeText(m, "headline")
	e.Impact = takeText(m, "impact")
	e.Action = takeText(m, "action")
	e.For = takeText(m, "for")
	e.Confidentiality = takeText(m, "confidentiality")
	if first, err := time.Parse(recordedForm, takeText(m, firstKey)); err == nil {
		e.RecordedFirst = first
	}
	if v, ok := m["significant"].(bool); ok {
		e.Significant = v
		delete(m, "significant")
	}
	e.takeLists(m)
	written := takeText(m, "occurred")
	if e.Occurred = k.whenOccurred(written, e); written == Unknown {
		m["occurred"] = written // which is a fact to be found out
	}
	return e
}

// takeText moves a text out of m. A value of another type stays, to be seen.
func takeText(m map[string]any, key string) string {
	s, ok := m[key].(string)
	if ok {
		delete(m, key)
	}
	return s
}

func (e *Entry) takeLists(m map[string]any) {
	for _, v := range e.Maps("sources") {
		e.Sources = append(e.Sources,
			Source{Who: text(v, "who"), How: text(v, "how"), Agency: text(v, "agency")})
	}
	for _, v := range e.Maps("references") {
		e.References = append(e.References,
			Reference{Agency: text(v, "agency"), Number: text(v, "number")})
	}
	for relation, v := range e.Map("links") {
		if refs := e.refs(v); len(refs) > 0 {
			e.Links[relation] = refs
		}
	}
	for _, v := range e.Maps("origin") {
		e.Origin = append(e.Origin, originOf(v))
	}
	follows, listed := m["follows"].([]any)
	if listed {
		e.Follows = followed(follows)
	}
	maps.DeleteFunc(m, func(key string, v any) bool {
		return key == "sources" && e.Sources != nil || key == "references" && e.References != nil ||
			key == "links" && len(e.Links) > 0 || key == "origin" && e.Origin != nil ||
			key == "follows" && listed
	})
}

func text(m map[string]any, key string) string {
	s, _ := m[key].(string)
	return s
}

// refs reads the entries of one relation. What is no ID in full is left out:
// Check says so.
func (e *Entry) refs(v any) []Ref {
	list, ok := v.([]any)
	if !ok {
		list = []any{v}
	}
	var out []Ref
	for _, item := range list {
		s, _ := item.(string)
		if r, err := ParseRef(s, e.Case); err == nil {
			out = append(out, r)
		}
	}
	return out
}

// ParseRef reads CASE/ENTRY, or ENTRY of the case own, both in full.
func ParseRef(s string, own ID) (Ref, error) {
	first, second, crossing := strings.Cut(s, "/")
	if !crossing {
		id, err := ParseID(first)
		return Ref{own, id}, err
	}
	c, err := ParseID(first)
	id, err2 := ParseID(second)
	return Ref{c, id}, errors.Join(err, err2)
}

// whenOccurred returns the time that the author gave. Without one it returns the time in the field
// that the kind's schema names, and without that the time of recording. An entry from elsewhere
// counts from its first recording there.
func (k *Kind) whenOccurred(written string, e *Entry) Occurred {
	for _, s := range []string{written, e.Str(k.occurred)} {
		if o, err := ParseOccurred(s); err == nil {
			return o
		}
	}
	if e.Recorded.IsZero() {
		return Occurred{}
	}
	o, _ := ParseOccurred(e.FirstRecorded().UTC().Format(recordedForm))
	return o
}

// whole takes a text apart and reads its front matter: root is nil where there
// are no fields, ok is false where there is something that cannot be read.
func whole(n *notes, text string) (p front, root *yaml.Node, ok bool) {
	p, problem := split(text)
	if problem != "" {
		n.add(RuleNoFrontMatter, position{1, 1}, problem,
			"Begin the text with a line of three hyphens, the fields, and another such line.")
		return p, nil, false
	}
	if !p.has() {
		return p, nil, true
	}
	before := len(n.list)
	root = frontMatter(n, p.YAML)
	return p, root, len(n.list) == before
}
