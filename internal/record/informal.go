package record

import "slices"

// Abbreviated returns the same kinds as an informal agency keeps them: what it may leave out is not
// asked for in templates, nor called needed.
func (k *Kinds) Abbreviated() *Kinds {
	return &Kinds{Reserved: k.Reserved, lib: k.lib, names: slices.Clone(k.names),
		loaded: map[string]*Kind{}, informal: true,
		unusable: k.unusable}
}

// abbreviate takes the needs away that an informal agency does not have. What
// the agency's own schema asks for besides stays.
func (k *Kind) abbreviate() {
	for i, f := range k.Fields {
		k.Fields[i].Required = f.Required && !k.mayLeaveOut(f.Name)
	}
	k.root.Required = slices.DeleteFunc(slices.Clone(k.root.Required), func(name string) bool {
		return k.mayLeaveOut(name)
	})
	k.root.All = slices.DeleteFunc(slices.Clone(k.root.All), func(part *shape) bool {
		groups := part.oneOf()
		return len(groups) == 1 && k.mayLeaveOut(groups[0]...)
	})
}

// mayLeaveOut reports whether an informal agency may leave all of these out.
func (k *Kind) mayLeaveOut(names ...string) bool {
	return !slices.ContainsFunc(names, func(name string) bool {
		return !slices.Contains(k.informal, name)
	})
}
