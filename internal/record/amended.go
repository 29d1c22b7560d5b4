package record

// AmendReasons lists the reasons for which a record may be corrected (schema/entry.json).
func AmendReasons() []string { return []string{"error", "addition", "language", "subject_request"} }

// Amended turns the author's text into an amendment of an entry; reason may be "". It also names
// the first text of the thread, so that erasing a text between the two does not part them. Front
// matter that can't be read stays as it is: the check of the text reports the fault and its place.
func Amended(text []byte, target, first ID, reason string) []byte {
	to := string(target)
	if first != target {
		to = "[" + string(target) + ", " + string(first) + "]"
	}
	out, err := SetLink(text, "amends", to)
	if err == nil && reason != "" {
		out, err = SetField(out, "amend_reason", reason)
	}
	if err != nil {
		return text
	}
	return out
}
