package record

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"casefile/internal/jsonschema"
	"casefile/internal/pattern"
	"casefile/schema"
)

// Kinds are the kinds of entry: the built-in ones, and an agency's own.
type Kinds struct {
	Reserved []string // names of commands, which With refuses as names of kinds

	lib      *library
	names    []string
	informal bool // see Abbreviated
	mu       sync.Mutex
	loaded   map[string]*Kind
	unusable map[string]error // schemas of the agency's, by kind
}

// Unusable says why the agency's schema of a kind can't be used, nil where it can or there
// is none: no other kind is touched by that.
func (k *Kinds) Unusable(name string) error { return k.unusable[name] }

// Kind is one kind of entry, as its schema describes it.
type Kind struct {
	Name, Title, About string
	Ops                []string // under which it counts
	Significant        bool     // unless an entry says otherwise
	Agency             bool     // the agency's own, not built in
	Fields             []Field  // in the order of the template
	Sections           []SectionSpec

	root     *shape
	asked    *shape   // reads a text; without an agency's schema, where that only advises
	occurred string   // the field that says when it happened, where occurred doesn't
	informal []string // needed, but not of an informal agency
	broken   error    // why an agency's schema beside the built-in one is not used
	compiled func() ([]*jsonschema.Schema, error)
}

// Field is one field of a kind. Its Fields belong to a map, or to the items of a list.
type Field struct {
	Name     string   `json:"name"`
	Type     string   `json:"type"`
	About    string   `json:"about,omitempty"`
	Required bool     `json:"required"`
	OneOf    []string `json:"one_of,omitempty"` // fields, and ## sections, of which one is enough
	Unknown  bool     `json:"unknown"`          // unknown is an answer, and becomes due
	Common   bool     `json:"common"`           // to all kinds
	Choices  []string `json:"choices,omitempty"`
	Fields   []Field  `json:"fields,omitempty"`
}

// SectionSpec is a section that a kind's text may have.
type SectionSpec struct {
	Title    string `json:"title"`
	About    string `json:"about,omitempty"`
	Required bool   `json:"required"`
	Program  bool   `json:"program,omitempty"` // the program writes it: no template asks for it
}

// stampKeys are the fields that the program writes, in their order.
var stampKeys = []string{"id", "case", "kind", "recorded", "by", "nonce"}

// programFields are the others that the program writes, each where there is cause.
var programFields = []string{"origin", "follows", firstKey}

// The name of a kind is a file name and a command.
var kindForm = pattern.Of(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

// opAdd is the operation under which a kind counts whose schema names none. Operations
// are room team's to name, which this one does not import.
const opAdd = "add"

// Adds reports whether entries of the kind come with the operation add.
func (k *Kind) Adds() bool { return slices.Contains(k.Ops, opAdd) }

// Addable reports whether an author adds an entry of the kind as a text alone. A concern
// may begin a case, and an attachment comes with its file: they add more than a text.
func (k *Kind) Addable() bool {
	return k.Adds() && k.Name != KindAttachment && k.Name != KindConcern
}

// alwaysIn reports whether an agency's schema of the kind only advises: a concern gets in.
func (k *Kind) alwaysIn() bool { return k.Name == KindConcern }

// OpsOf returns the operations under which entries of a kind count. One that is not built in counts
// under add alone, whatever an agency's schema says of it, and also where no schema of it is left:
// a word that nobody here knows must not pass by a rule.
func (k *Kinds) OpsOf(kind string) []string {
	if !builtinFile(kind) || kind == commonFile {
		return []string{opAdd}
	}
	if known, ok := k.Kind(kind); ok {
		return known.Ops
	}
	return nil
}

// Counts reports whether an entry of a kind counts under an operation.
func (k *Kinds) Counts(kind, op string) bool { return slices.Contains(k.OpsOf(kind), op) }

// Amendable reports whether a text of the kind is amended by another: what a text alone can
// add, and a concern, which is amended as any text once it is recorded.
func (k *Kind) Amendable() bool { return k.Addable() || k.Name == KindConcern }

// commonFile holds the fields that all kinds share; it is no kind.
const commonFile = "entry"

// Builtin returns the kinds of the program itself. Schemas are read when a kind is first asked for.
func Builtin() (*Kinds, error) {
	files, err := schema.Files.ReadDir(".")
	if err != nil {
		return nil, err
	}
	k := &Kinds{lib: newLibrary(nil), loaded: map[string]*Kind{}}
	for _, f := range files {
		if name := strings.TrimSuffix(f.Name(), ".json"); name != commonFile {
			k.names = append(k.names, name)
		}
	}
	slices.Sort(k.names)
	return k, nil
}

// BuiltinKinds names the kinds of the program itself, sorted. An agency may have others.
func BuiltinKinds() []string {
	k, err := Builtin()
	if err != nil { // never: the schemas are part of the program
		return nil
	}
	return k.names
}

// With returns the same kinds and an agency's own: file name without .json to schema. A schema with
// the name of a built-in kind judges beside it, never instead. Errors (ErrSchema) name the files
// that are not used; the kinds are good without those.
func (k *Kinds) With(agency map[string][]byte) (*Kinds, error) {
	if len(agency) == 0 {
		return k, nil
	}
	out := &Kinds{Reserved: k.Reserved, lib: newLibrary(agency), names: slices.Clone(k.names),
		loaded:   map[string]*Kind{},
		unusable: map[string]error{}}
	var errs []error
	for _, name := range slices.Sorted(maps.Keys(agency)) {
		if err := out.admit(name); err != nil {
			err = fmt.Errorf("schema/%s.json: %w", name, err)
			out.unusable[name] = err
			errs = append(errs, err)
		}
	}
	slices.Sort(out.names)
	return out, errors.Join(errs...)
}

// IsKindName reports whether a kind may have this name, as far as its letters go.
func IsKindName(name string) bool { return kindForm().MatchString(name) && !LooksLikeID(name) }

func (k *Kinds) admit(name string) error {
	builtin := slices.Contains(k.names, name)
	switch {
	case name == commonFile:
		return fmt.Errorf("%w: entry.json is the program's own", ErrSchema)
	case !IsKindName(name):
		return fmt.Errorf("%w: %q can't be the name of a kind", ErrSchema, name)
	case !builtin && slices.Contains(k.Reserved, name):
		return fmt.Errorf("%w: %q is a command", ErrSchema, name)
	}
	if !builtin {
		k.names = append(k.names, name)
	}
	kind, err := k.load(name)
	if err != nil {
		return err
	}
	if _, err := kind.compiled(); err != nil {
		return fmt.Errorf("%w: %w", ErrSchema, err)
	}
	return nil
}

// Names of all kinds, sorted.
func (k *Kinds) Names() []string { return slices.Clone(k.names) }

// Kind by name.
func (k *Kinds) Kind(name string) (*Kind, bool) {
	kind, err := k.load(name)
	return kind, err == nil
}

func (k *Kinds) load(name string) (*Kind, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if kind, ok := k.loaded[name]; ok {
		return kind, nil
	}
	if !slices.Contains(k.names, name) {
		return nil, fmt.Errorf("%w: there is no kind %q", ErrSchema, name)
	}
	kind, err := k.lib.kind(name)
	if err != nil {
		return nil, err
	}
	if k.informal {
		kind.abbreviate()
	}
	k.loaded[name] = kind
	return kind, nil
}

// kind reads the schema of a kind, and an agency's beside it.
func (l *library) kind(name string) (*Kind, error) {
	file, err := l.file(name)
	if err != nil {
		return nil, err
	}
	k := &Kind{Name: name, Title: OneLine(file.Title), About: OneLine(file.About), Ops: file.Op,
		Significant: file.Significant,
		Agency:      !builtinFile(name), Sections: file.Sections,
		occurred: file.Occurred, informal: file.Informal}
	if len(k.Ops) == 0 || k.Agency { // an agency's word gives no operation to a text
		k.Ops = []string{opAdd}
	}
	if k.Title == "" {
		k.Title = name
	}
	k.broken = l.refused[name]
	k.root = l.resolved(&file.root, file, 0)
	asked := *k.root
	k.asked = &asked
	var addresses []string
	if !k.Agency {
		addresses = append(addresses, builtinBase+name+".json")
	}
	common, err := l.file(commonFile)
	if err != nil {
		return nil, err
	}
	for _, name := range programFields { // an agency's schema need not know them
		if k.root.Fields.get(name) == nil && k.root.Fields.named != nil {
			k.root.Fields.named[name] = l.resolved(common.root.Fields.get(name), common, 0)
		}
	}
	if data, ok := l.agency[name]; ok {
		addresses = append(addresses, agencyBase+name+".json")
		if !k.Agency {
			k.broken = k.tighten(data)
		}
	}
	k.Fields = fieldsOf(k.root, file.Order, common.Order)
	k.markAnswers()
	k.compiled = sync.OnceValues(func() ([]*jsonschema.Schema, error) {
		out, err := l.compileAll(addresses)
		return out, errors.Join(k.broken, err)
	})
	return k, nil
}

// compileAll returns the usable schemas, the built-in one first, and the faults of the others.
func (l *library) compileAll(addresses []string) ([]*jsonschema.Schema, error) {
	var out []*jsonschema.Schema
	var errs []error
	for _, a := range addresses {
		s, err := l.compile(a)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		out = append(out, s)
	}
	return out, errors.Join(errs...)
}

// tighten takes over what an agency's schema needs beyond the built-in one,
// so that the template asks for it.
func (k *Kind) tighten(data []byte) error {
	own, err := parseKindFile(data)
	if err != nil {
		return err
	}
	k.root.Required = append(slices.Clone(k.root.Required), own.root.Required...)
	k.informal = slices.DeleteFunc(slices.Clone(k.informal), func(name string) bool {
		return slices.Contains(own.root.Required, name)
	})
	k.root.All = append(slices.Clone(k.root.All), own.root.All...)
	k.root.Fields.named = maps.Clone(k.root.Fields.named)
	for _, name := range own.root.Fields.names {
		f, tighter := k.root.Fields.get(name), own.root.Fields.get(name)
		if f != nil && tighter != nil && len(tighter.Enum) > 0 {
			narrower := *f
			narrower.Enum = tighter.Enum
			k.root.Fields.named[name] = &narrower
		}
	}
	if !k.alwaysIn() {
		k.asked = k.root
	}
	k.Sections = slices.Clone(k.Sections)
	for _, s := range own.Sections {
		i := slices.IndexFunc(k.Sections, func(o SectionSpec) bool { return o.Title == s.Title })
		if i < 0 {
			k.Sections = append(k.Sections, s)
			continue
		}
		k.Sections[i].Required = k.Sections[i].Required || s.Required
	}
	return nil
}

// fieldsOf lists the fields of a kind: those in its schema's order, then the common ones, then any
// others. It leaves out the stamp and the other fields that the program writes.
func fieldsOf(root *shape, order, common []string) []Field {
	var out []Field
	names := slices.Concat(order, common, root.Fields.names)
	for i, name := range names {
		s := root.Fields.get(name)
		if s == nil || s.Program || slices.Contains(stampKeys, name) ||
			slices.Contains(names[:i], name) {
			continue
		}
		f := fieldOf(name, s, root.Required)
		f.Common = slices.Contains(common, name)
		out = append(out, f)
	}
	return out
}

func fieldOf(name string, s *shape, required []string) Field {
	f := Field{Name: name, Type: s.fieldType(), About: OneLine(s.About),
		Required: slices.Contains(required, name), Choices: s.choices()}
	inner := s
	if s.Items != nil && len(s.Fields.names) == 0 {
		inner = s.Items
	}
	for _, n := range inner.Fields.names {
		f.Fields = append(f.Fields, fieldOf(n, inner.Fields.get(n), inner.Required))
	}
	return f
}

// markAnswers says of each field where another does in its place, and whether unknown is
// an answer that becomes due.
func (k *Kind) markAnswers() {
	for i, f := range k.Fields {
		s := k.root.Fields.get(f.Name)
		k.Fields[i].OneOf = k.inPlaceOf(f.Name)
		due := !f.Common || f.Name == "occurred" || k.root.group(f.Name) != nil
		k.Fields[i].Unknown = due && s.takesUnknown()
	}
}

// inPlaceOf returns the fields, and the sections, of which one is enough, a field among them.
func (k *Kind) inPlaceOf(name string) []string {
	if group := k.root.group(name); group != nil {
		return group
	}
	for _, asked := range k.root.Fields.names {
		s := k.root.Fields.get(asked)
		if len(s.OrSection) == 0 || name != asked && name != s.OrField {
			continue
		}
		out := []string{asked}
		if s.OrField != "" {
			out = append(out, s.OrField)
		}
		for _, title := range s.OrSection {
			out = append(out, "## "+title)
		}
		return out
	}
	return nil
}
