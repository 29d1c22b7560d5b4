package team

import "strings"

// ProposeID makes the ID of a new member of the folded parts of their name: the
// first part, as far as an ID can have its letters. It is "" where an ID can have
// none of them, as with a name in another script than the Latin one.
func ProposeID(name []string) string {
	if len(name) == 0 {
		return ""
	}
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' {
			return r
		}
		return -1
	}, name[0])
}
