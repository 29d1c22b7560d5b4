package jsonschema

import (
	"maps"
	"slices"
	"strconv"
	"unicode/utf8"
)

// Fault is a keyword that a value breaks.
type Fault struct {
	Keyword string   // of the schema; "false" where that is its whole schema
	Path    []string // of the value within the whole one
	Names   []string // required: the missing ones; additionalProperties: the unknown ones
	Got     int      // maxLength: its length, and (Want) the longest allowed
	Want    int
	Causes  []Fault // of keywords with schemas: the faults by those schemas
}

// Judge returns all faults of a value, as encoding/json decodes one; none where the value is valid.
func (s *Schema) Judge(value any) []Fault {
	return s.judging(nil, nil, false).judge(value)
}

// validation is one look at one value by one schema.
type validation struct {
	*Schema
	path   []string
	up     *validation // the judging that asked for it
	same   bool        // this value is the one of up, not a part of it
	seen   *seen
	faults []Fault
}

// seen holds the parts of a value that some schema has judged. It is nil where no keyword asks for
// the unevaluated ones.
type seen struct {
	names map[string]bool
	items map[int]bool
}

func (s *seen) name(name string) {
	if s != nil {
		s.names[name] = true
	}
}

func (s *seen) item(i int) {
	if s != nil {
		s.items[i] = true
	}
}

func (s *seen) add(other *seen) {
	if s != nil && other != nil {
		maps.Copy(s.names, other.names)
		maps.Copy(s.items, other.items)
	}
}

func (s *Schema) judging(up *validation, path []string, same bool) *validation {
	j := &validation{Schema: s, up: up, path: path, same: same}
	if s.tracks.Load() {
		j.seen = &seen{map[string]bool{}, map[int]bool{}}
	}
	return j
}

func (j *validation) add(keyword string, causes ...Fault) {
	j.faults = append(j.faults, Fault{Keyword: keyword, Path: j.path, Causes: causes})
}

// under judges the same value by another schema. Where the value is valid, the parts that the other
// schema judged count as seen here too.
func (j *validation) under(s *Schema, value any) []Fault {
	other := s.judging(j, j.path, true)
	faults := other.judge(value)
	if len(faults) == 0 {
		j.seen.add(other.seen)
	}
	return faults
}

// inside judges a part of the value.
func (j *validation) inside(s *Schema, value any, step string) []Fault {
	return s.judging(j, append(slices.Clip(j.path), step), false).judge(value)
}

// circle reports whether the same schema is already being asked about the same value.
func (j *validation) circle() bool {
	for at := j; at.same; at = at.up {
		if at.up.Schema == j.Schema {
			return true
		}
	}
	return false
}

func (j *validation) judge(value any) []Fault {
	switch {
	case j.verdict != nil && !*j.verdict:
		j.add("false")
	case j.verdict != nil:
	case j.circle():
		j.add("$ref")
	case !j.isType(value):
		j.add("type")
	case j.constant != nil && canonical(value) != *j.constant:
		j.add("const")
	case j.enum != nil && !j.enum[canonical(value)]:
		j.add("enum")
	default:
		j.whole(value)
	}
	return j.faults
}

func (j *validation) isType(value any) bool {
	if len(j.types) == 0 {
		return true
	}
	is := typeOf(value)
	if slices.Contains(j.types, is) {
		return true
	}
	n := rational(value)
	return slices.Contains(j.types, "integer") && n != nil && n.IsInt()
}

func (j *validation) whole(value any) {
	if j.ref != nil {
		j.faults = append(j.faults, j.under(j.ref, value)...)
	}
	switch v := value.(type) {
	case map[string]any:
		j.object(v)
	case []any:
		j.array(v)
	case string:
		j.text(v)
	case bool, nil:
	default:
		j.number(v)
	}
	if j.dynamicRef != nil {
		j.faults = append(j.faults, j.under(j.dynamicTarget(), value)...)
	}
	j.logic(value)
	j.unseen(value)
}

// dynamicTarget returns the target of a $dynamicRef: the outermost schema with its anchor among the
// resources on the way here.
func (j *validation) dynamicTarget() *Schema {
	target := j.dynamicRef
	for at := j; j.anchor != "" && at != nil; at = at.up {
		if outer := at.resource.dynamic[j.anchor]; outer != nil {
			target = outer
		}
	}
	return target
}

func (j *validation) object(v map[string]any) {
	j.within(len(v), "minProperties", "maxProperties")
	j.missing("required", j.required, v)
	for _, name := range slices.Sorted(maps.Keys(j.needs)) {
		if _, is := v[name]; is {
			j.missing("dependentRequired", j.needs[name], v)
		}
	}
	for _, keyword := range []string{"dependentSchemas", "dependencies"} {
		for _, name := range slices.Sorted(maps.Keys(j.named[keyword])) {
			if _, is := v[name]; is {
				j.faults = append(j.faults, j.under(j.named[keyword][name], v)...)
			}
		}
	}
	var unknown []string
	for _, name := range slices.Sorted(maps.Keys(v)) {
		s := j.one["propertyNames"]
		if s != nil && len(s.judging(j, j.path, false).judge(name)) > 0 {
			j.add("propertyNames")
		}
		if !j.member(name, v[name]) {
			unknown = append(unknown, name)
		}
	}
	if len(unknown) > 0 {
		j.faults = append(j.faults,
			Fault{Keyword: "additionalProperties", Path: j.path, Names: unknown})
	}
}

// missing adds a fault for the names that an object lacks.
func (j *validation) missing(keyword string, names []string, v map[string]any) {
	var lacks []string
	for _, name := range names {
		if _, is := v[name]; !is {
			lacks = append(lacks, name)
		}
	}
	if len(lacks) > 0 {
		j.faults = append(j.faults, Fault{Keyword: keyword, Path: j.path, Names: lacks})
	}
}

// member judges one property. It returns false where additionalProperties is false and nothing else
// allows the name.
func (j *validation) member(name string, value any) bool {
	judged := false
	if s := j.named["properties"][name]; s != nil {
		judged = true
		j.faults = append(j.faults, j.inside(s, value, name)...)
	}
	for _, p := range j.names {
		if p.form.MatchString(name) {
			judged = true
			j.faults = append(j.faults, j.inside(p.schema, value, name)...)
		}
	}
	others := j.one["additionalProperties"]
	switch {
	case !judged && others == nil:
		return true
	case !judged && others.verdict != nil && !*others.verdict:
		return false
	case !judged:
		j.faults = append(j.faults, j.inside(others, value, name)...)
	}
	j.seen.name(name)
	return true
}

// within judges a count by the keywords of its least and its most.
func (j *validation) within(n int, least, most string) {
	if want, is := j.counts[least]; is && n < want {
		j.add(least)
	}
	if want, is := j.counts[most]; is && n > want {
		j.faults = append(j.faults, Fault{Keyword: most, Path: j.path, Got: n, Want: want})
	}
}

func (j *validation) array(v []any) {
	j.within(len(v), "minItems", "maxItems")
	if j.unique && hasTwice(v) {
		j.add("uniqueItems")
	}
	first := j.list["prefixItems"]
	for i, item := range v {
		s := j.one["items"]
		if i < len(first) {
			s = first[i]
		}
		if s != nil {
			j.seen.item(i)
			j.faults = append(j.faults, j.inside(s, item, strconv.Itoa(i))...)
		}
	}
	if s := j.one["contains"]; s != nil {
		j.contains(s, v)
	}
}

func hasTwice(v []any) bool {
	known := make(map[string]bool, len(v))
	for _, item := range v {
		known[canonical(item)] = true
	}
	return len(known) < len(v)
}

func (j *validation) contains(s *Schema, v []any) {
	n := 0
	var causes []Fault
	for i, item := range v {
		faults := j.inside(s, item, strconv.Itoa(i))
		if len(faults) == 0 {
			n++
			j.seen.item(i)
		}
		causes = append(causes, faults...)
	}
	least, is := j.counts["minContains"]
	if !is {
		least = 1
	}
	if n < least {
		j.add("contains", causes...)
	}
	if most, is := j.counts["maxContains"]; is && n > most {
		j.add("maxContains")
	}
}

func (j *validation) text(v string) {
	j.within(utf8.RuneCountInString(v), "minLength", "maxLength")
	if j.pattern != nil && !j.pattern.MatchString(v) {
		j.add("pattern")
	}
}

// number judges a number. One that rational can't read breaks each limit.
func (j *validation) number(v any) {
	if len(j.limits) == 0 {
		return
	}
	n := rational(v)
	for _, keyword := range slices.Sorted(maps.Keys(j.limits)) {
		if n == nil || !holds(keyword, n, j.limits[keyword]) {
			j.add(keyword)
		}
	}
}

// logic judges by not, allOf, anyOf, oneOf and if.
func (j *validation) logic(value any) {
	if s := j.one["not"]; s != nil && len(s.judging(j, j.path, true).judge(value)) == 0 {
		j.add("not")
	}
	for _, s := range j.list["allOf"] {
		j.faults = append(j.faults, j.under(s, value)...)
	}
	j.some("anyOf", value, len(j.list["anyOf"]))
	j.some("oneOf", value, 1)
	s := j.one["if"]
	if s == nil {
		return
	}
	then := j.one["then"]
	if len(j.under(s, value)) > 0 {
		then = j.one["else"]
	}
	if then != nil {
		j.faults = append(j.faults, j.under(then, value)...)
	}
}

// some asks that at least one schema of a list hold, and at most most of them. Where none holds,
// the fault has the faults of all as its causes.
func (j *validation) some(keyword string, value any, most int) {
	n := 0
	var causes []Fault
	for _, s := range j.list[keyword] {
		faults := j.under(s, value)
		if len(faults) == 0 {
			n++
		}
		causes = append(causes, faults...)
	}
	switch {
	case n > most:
		j.add(keyword)
	case n == 0 && len(j.list[keyword]) > 0:
		j.add(keyword, causes...)
	}
}

// unseen judges the parts that no other keyword has judged.
func (j *validation) unseen(value any) {
	switch v := value.(type) {
	case map[string]any:
		s := j.one["unevaluatedProperties"]
		if s == nil {
			return
		}
		for _, name := range slices.Sorted(maps.Keys(v)) {
			if !j.seen.names[name] {
				j.faults = append(j.faults, j.inside(s, v[name], name)...)
				j.seen.name(name)
			}
		}
	case []any:
		s := j.one["unevaluatedItems"]
		if s == nil {
			return
		}
		for i, item := range v {
			if !j.seen.items[i] {
				j.faults = append(j.faults, j.inside(s, item, strconv.Itoa(i))...)
				j.seen.item(i)
			}
		}
	}
}
