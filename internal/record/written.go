package record

import (
	"bytes"
	"strings"
)

// Written reports whether bytes look like a text that somebody wrote, and not like a list that a
// script reads line by line: a text has front matter, or a line of three words that does not begin
// with an ID.
func Written(text []byte) bool {
	text = bytes.TrimSpace(text)
	if bytes.IndexByte(text, 0) >= 0 || bytes.HasPrefix(text, []byte("{")) ||
		bytes.HasPrefix(text, []byte("[")) || bytes.HasPrefix(text, []byte("<")) {
		return false
	}
	if bytes.HasPrefix(text, []byte("---\n")) {
		return true
	}
	for line := range strings.Lines(string(text)) {
		words := strings.Fields(line)
		if len(words) >= 3 && !LooksLikeID(words[0]) && !strings.Contains(line, "\t") {
			return true
		}
	}
	return false
}
