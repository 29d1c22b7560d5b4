package team

import "strings"

// ProposeID returns the ID of a new member from the folded parts of their name: the letters of the
// first part that an ID may have. It returns "" if there are none, as with a name in another script
// than Latin.
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
