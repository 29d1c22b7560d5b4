package verify

import (
	"strings"
	"testing"
)

func TestIsRecipient(t *testing.T) {
	good := "age1pq1" + strings.Repeat("q", 1952) + "\n"
	for name, c := range map[string]struct {
		text string
		want bool
	}{
		"a hybrid recipient":           {good, true},
		"all letters":                  {"age1pq1" + strings.Repeat("023456789acdefghjklmnpqrstuvwxyz", 61) + "\n", true},
		"nothing":                      {"", false},
		"no line feed":                 {good[:1959] + "q", false},
		"one letter too few":           {good[:1958] + "\n", false},
		"one letter too many":          {"age1pq1q" + good[7:], false},
		"a carriage return":            {good[:1958] + "\r\n", false},
		"two lines":                    {good[:100] + "\n" + good[101:], false},
		"a letter that bech32 lacks":   {good[:100] + "b" + good[101:], false},
		"the digit that it lacks":      {good[:100] + "1" + good[101:], false},
		"a capital letter":             {good[:100] + "Q" + good[101:], false},
		"a letter that is not ASCII":   {good[:100] + "é" + good[102:], false},
		"a byte that is no UTF-8":      {good[:100] + "\xff" + good[101:], false},
		"a classic recipient's prefix": {"age1qqq" + good[7:], false},
	} {
		if got := isRecipient([]byte(c.text)); got != c.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}
