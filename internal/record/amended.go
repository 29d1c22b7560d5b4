package record

// AmendReasons are why a record may be corrected (schema/entry.json).
func AmendReasons() []string { return []string{"error", "addition", "language", "subject_request"} }

// Amended adds to the author's text what makes it an amendment of an entry; reason may be
// "". It names the first text of all besides, so that the erasure of one between them does
// not part the others. Where the front matter can't be read the text stays as it is: the check of
// it says what is wrong, and where.
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
