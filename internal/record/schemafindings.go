package record

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"casefile/internal/jsonschema"

	"gopkg.in/yaml.v3"
)

// schemaChecker turns what the JSON Schemas object to into findings, in words that a
// caseworker can act on.
type schemaChecker struct {
	*notes
	kind     *Kind
	root     *yaml.Node
	informal bool
	blanks   []*yaml.Node
}

// blank reports a field that was named and given no value.
func (j *schemaChecker) blank(key *yaml.Node) {
	j.blanks = append(j.blanks, key)
	rule := RuleMissingField
	if key.Value == "headline" {
		rule = RuleHeadlineMissing
	}
	j.add(rule, nodePosition(key), quoted(key.Value)+" has no value.",
		"Write one, or unknown where the field accepts it, or delete the line.")
}

// schemas has every schema of the kind judge the values.
func (j *schemaChecker) schemas(values map[string]any) {
	compiled, err := j.kind.compiled()
	if err != nil {
		before := len(j.list)
		j.add(RuleUnknownKind, position{1, 1}, "The schema of the kind can't be used: "+
			Clean(err.Error())+".",
			"casefile policy schema --remove "+j.kind.Name+" takes it away.")
		j.advises(before)
	}
	for i, s := range compiled {
		before := len(j.list)
		given := values
		// what the program writes is no matter of an agency's schema
		if own := j.kind.Agency || i > 0; own {
			given = maps.Clone(values)
			for _, name := range programFields {
				delete(given, name)
			}
		}
		for _, f := range s.Judge(given) {
			j.fault(f)
		}
		if i > 0 {
			j.advises(before)
		}
	}
}

// advises turns what an agency's own schema finds into warnings, from a place in the list
// on, where the kind gets in whatever an agency asks for.
func (j *schemaChecker) advises(from int) {
	if j.kind.alwaysIn() {
		j.list[from:].ease()
	}
}

// fault goes down to the reasons: what the schemas within the keyword say.
func (j *schemaChecker) fault(f jsonschema.Fault) {
	if f.Keyword == "anyOf" {
		if names := alternatives(f); names != nil {
			j.missingOne(f.Path, names)
			return
		}
	}
	if len(f.Causes) == 0 {
		j.leaf(f)
	}
	for _, c := range f.Causes {
		j.fault(c)
	}
}

// alternatives returns the fields of which one is needed, where an anyOf says nothing else.
func alternatives(f jsonschema.Fault) []string {
	var names []string
	for _, c := range f.Causes {
		if c.Keyword != "required" || len(c.Names) != 1 {
			return nil
		}
		names = append(names, c.Names[0])
	}
	return names
}

func (j *schemaChecker) leaf(f jsonschema.Fault) {
	switch f.Keyword {
	case "required":
		for _, name := range f.Names {
			j.missing(f.Path, name)
		}
	case "additionalProperties":
		for _, name := range f.Names {
			j.unknown(f.Path, name)
		}
	case "type":
		j.wrong(RuleWrongType, f.Path)
	case "maxLength":
		if slices.Equal(f.Path, []string{"headline"}) {
			j.add(RuleHeadlineLong, nodePosition(locate(j.root, f.Path)),
				fmt.Sprintf("The headline has %d characters.", f.Got),
				fmt.Sprintf("Say it in %d at most; the rest belongs in the text below.", f.Want))
			return
		}
		j.wrong(RuleWrongValue, f.Path)
	default:
		j.wrong(RuleWrongValue, f.Path)
	}
}

// missing reports a field that is needed at a place, unless it stands there
// with no value, which is reported already.
func (j *schemaChecker) missing(path []string, name string) {
	at := locate(j.root, path)
	if j.leftBlank(at, name) || len(path) == 0 && j.informal && j.kind.mayLeaveOut(name) {
		return
	}
	if relation := j.kind.root.neededLink(); name == "links" && len(path) == 0 && relation != "" {
		path, name = []string{name}, relation
	}
	rule, full := RuleMissingField, dotted(append(slices.Clone(path), name))
	if full == "headline" {
		rule = RuleHeadlineMissing
	}
	do := "Add it" + j.aboutOf(append(slices.Clone(path), name)) + "."
	if slices.Equal(path, []string{"links"}) {
		do = j.addLink(name)
	}
	j.add(rule, j.spot(at), quoted(full)+" is missing.", do)
}

// leftBlank reports whether a field stands there with no value.
func (j *schemaChecker) leftBlank(at *yaml.Node, name string) bool {
	key, _ := child(at, name)
	return key != nil && slices.Contains(j.blanks, key)
}

// spot returns the place of something that is missing: in the whole text, its beginning.
func (j *schemaChecker) spot(at *yaml.Node) position {
	if at == j.root {
		return position{1, 1}
	}
	return nodePosition(at)
}

// missingOne reports that none of some fields is there.
func (j *schemaChecker) missingOne(path []string, names []string) {
	at := locate(j.root, path)
	if slices.ContainsFunc(names, func(name string) bool {
		return j.leftBlank(at, name)
	}) || len(path) == 0 && j.informal && j.kind.mayLeaveOut(names...) {
		return
	}
	var full []string
	for _, name := range names {
		full = append(full, dotted(append(slices.Clone(path), name)))
	}
	last := len(full) - 1
	j.add(RuleMissingField, j.spot(at), quoted(strings.Join(full, " or "))+" is missing.",
		"Add "+strings.Join(full[:last], ", ")+", or "+full[last]+" where there is none.")
}

// addLink says what to type for a link that is missing.
func (j *schemaChecker) addLink(relation string) string {
	pair := relation + ": ID"
	if _, links := child(j.root, "links"); links == nil || blank(links) || len(links.Content) == 0 {
		return "Add links: {" + pair + "}, with the ID of the " + relation + "."
	}
	return "Add " + pair + " to the links, with the ID of the " + relation + "."
}

// aboutOf returns the schema's words about a field, as the end of a sentence.
func (j *schemaChecker) aboutOf(path []string) string {
	if s := j.kind.root.at(path); s != nil && s.About != "" {
		return ": " + s.About
	}
	return ""
}

func (j *schemaChecker) unknown(path []string, name string) {
	at := locate(j.root, path)
	key, _ := child(at, name)
	if key == nil {
		key = at
	}
	known := []string{}
	if s := j.kind.root.at(path); s != nil {
		known = s.Fields.names
	}
	where := upperFirst(WithArticle(j.kind.Name))
	if len(path) > 0 {
		where = quoted(dotted(path))
	}
	j.add(RuleUnknownField, nodePosition(key), where+" has no field "+quoted(name)+".",
		"Put it into the text below, or use a field of casefile kinds "+j.kind.Name+
			suggestion(name, known)+".")
}

// wrong reports a value that the field does not accept. Dates have findings of
// their own.
func (j *schemaChecker) wrong(rule string, path []string) {
	if len(path) == 0 {
		j.add(rule, j.spot(j.root), "The fields together are not as the schema asks.",
			"schema/"+j.kind.Name+".json in the records says what it asks for.")
		return
	}
	node, s := locate(j.root, path), j.kind.root.at(path)
	at := nodePosition(node)
	if s == nil {
		s = &shape{}
	}
	if slices.ContainsFunc(j.list, func(f Finding) bool {
		return f.Rule == RuleBadDate && f.Line == at.line && f.Column == at.column
	}) {
		return
	}
	if s.Means == "id" {
		rule = RuleBadLink
	}
	found := " has " + shown(node)
	if (node.Kind == yaml.SequenceNode || node.Kind == yaml.MappingNode) && len(node.Content) == 0 {
		found = " is empty"
	}
	j.add(rule, at, quoted(dotted(path))+found+".", "Write "+accepted(node, s)+".")
}

// dotted returns the name of a field with those around it. Items of lists count from 1.
func dotted(path []string) string {
	parts := slices.Clone(path)
	for i, p := range parts {
		if n, err := strconv.Atoi(p); err == nil {
			parts[i] = strconv.Itoa(n + 1)
		}
	}
	return strings.Join(parts, ".")
}

// shown returns a value in a finding.
func shown(node *yaml.Node) string {
	switch node.Kind {
	case yaml.SequenceNode:
		return "a list"
	case yaml.MappingNode:
		return "named values"
	}
	return quoted(node.Value)
}

// orSections asks for fields that may stand in a section instead.
func (j *schemaChecker) orSections(values map[string]any, sections []Section) {
	for _, name := range j.kind.root.Fields.names {
		s := j.kind.root.Fields.get(name)
		if len(s.OrSection) == 0 || s.saidIn(name, values, sections) || j.leftBlank(j.root, name) {
			continue
		}
		j.add(RuleMissingField, position{1, 1}, quoted(name)+" is missing.",
			"Add it"+j.aboutOf([]string{name})+"; or write it "+s.elsewhere()+".")
	}
}

// saidIn reports whether a field, or what does in its place, is there.
func (s *shape) saidIn(name string, values map[string]any, sections []Section) bool {
	_, given := values[name]
	_, other := values[s.OrField]
	return given || other && s.OrField != "" || slices.ContainsFunc(sections, func(o Section) bool {
		return slices.Contains(s.OrSection, o.Title) && o.Text != ""
	})
}

// elsewhere says where else a field may be written.
func (s *shape) elsewhere() string {
	var places []string
	for _, title := range s.OrSection {
		places = append(places, "below ## "+title)
	}
	if s.OrField != "" {
		places = append(places, "as "+s.OrField)
	}
	return Alternatives(places)
}

// fullLinks asks a recorded entry for its links in full.
func (j *schemaChecker) fullLinks() {
	for _, l := range linkNodes(j.root, j.kind.Name) {
		r, err := ParseRef(l.Value, "")
		full := string(r.Entry)
		if r.Case != "" {
			full = string(r.Case) + "/" + full
		}
		if err != nil || full != l.Value {
			j.add(RuleBadLink, nodePosition(l), quoted(l.Value)+" is no ID in full.",
				"Write all eight symbols, in capitals and without a hyphen.")
		}
	}
}
