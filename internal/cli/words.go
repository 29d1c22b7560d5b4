package cli

import (
	"strconv"
	"strings"
)

// joinWords lists words as people do: a, b and c.
func joinWords(list []string) string {
	if n := len(list); n > 1 {
		return strings.Join(list[:n-1], ", ") + " and " + list[n-1]
	}
	return strings.Join(list, "")
}

// counted says how many of a thing: 1 case, 2 cases.
func counted(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return strconv.Itoa(n) + " " + thing + "s"
}
