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

func counted(n int, what string) string { return strconv.Itoa(n) + " " + what }
