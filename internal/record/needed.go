package record

import (
	"slices"
	"strings"
)

// demands returns the schema and the parts of its allOf.
func (s *shape) demands() []*shape {
	return slices.DeleteFunc(append([]*shape{s}, s.All...), func(part *shape) bool {
		return part == nil
	})
}

// oneOf returns the groups of fields of which the schema needs one: an anyOf that asks for one
// field each time, and nothing else.
func (s *shape) oneOf() [][]string {
	var out [][]string
	for _, part := range s.demands() {
		var names []string
		for _, choice := range part.Any {
			if choice != nil && len(choice.Required) == 1 {
				names = append(names, choice.Required[0])
			}
		}
		if len(names) > 1 && len(names) == len(part.Any) {
			out = append(out, names)
		}
	}
	return out
}

// group returns the group to which a field belongs, or nil.
func (s *shape) group(name string) []string {
	for _, names := range s.oneOf() {
		if slices.Contains(names, name) {
			return names
		}
	}
	return nil
}

// neededLink returns the relation that the schema asks for below links, always or in some cases; ""
// where it asks for none.
func (s *shape) neededLink() string {
	for _, part := range s.demands() {
		for _, asks := range []*shape{part, part.Then} {
			if asks == nil {
				continue
			}
			if links := asks.Fields.get("links"); links != nil && len(links.Required) > 0 {
				return links.Required[0]
			}
		}
	}
	return ""
}

// mayStayEmpty reports whether a field is asked for only together with others
// or with a section, so that a template's line for it may stay empty.
func (k *Kind) mayStayEmpty(name string) bool {
	s := k.root.Fields.get(name)
	return !slices.Contains(k.root.Required, name) && (k.root.group(name) != nil ||
		s != nil && len(s.OrSection) > 0)
}

// needed returns the fields that a template asks for: what the schema requires, what is given, and
// the groups of which one is required, side by side.
func (k *Kind) needed(t *template) []Field {
	var out []Field
	add := func(name, why string) {
		i := slices.IndexFunc(k.Fields, func(f Field) bool { return f.Name == name })
		if i >= 0 && !slices.ContainsFunc(out, func(o Field) bool { return o.Name == name }) {
			f := k.Fields[i]
			f.About = strings.TrimPrefix(f.About+why, " ")
			out = append(out, f)
		}
	}
	for _, f := range k.Fields {
		group := k.root.group(f.Name)
		switch {
		case f.Required || t.has(f.Name):
			add(f.Name, "")
		case group != nil && !slices.ContainsFunc(group, t.has):
			for _, name := range group {
				add(name, " (one of "+strings.Join(group, ", ")+" is needed)")
			}
		case k.mayStayEmpty(f.Name) && group == nil:
			add(f.Name, " (needed, unless it stands "+k.root.Fields.get(f.Name).elsewhere()+")")
		}
	}
	return out
}

// leftEmpty reports whether a field may stay empty and has no value, neither in its own
// line nor in the next.
func (k *Kind) leftEmpty(f frontField) bool {
	line, next, _ := strings.Cut(f.Text, "\n")
	if _, value, colon := strings.Cut(line, ":"); !colon || strings.TrimSpace(value) != "" {
		return false
	}
	return k.mayStayEmpty(f.Key) && !strings.HasPrefix(next, " ") && !strings.HasPrefix(next, "-")
}
