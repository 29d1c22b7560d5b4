package record

// SameChild is the relation of two cases of one child. Retention knows it.
const SameChild = "same_child"

// Relations returns the ways in which two cases may belong together (schema/entry.json).
func Relations() []string { return []string{SameChild, "sibling", "household", "other"} }
