package ledger

import (
	"slices"
	"strings"
	"testing"
)

func TestParseUpdates(t *testing.T) {
	const a, z = "0123456789012345678901234567890123456789",
		"0000000000000000000000000000000000000000"
	got, err := ParseUpdates(
		strings.NewReader(z + " " + a + " refs/heads/main\n" + a + " " + z + " refs/tags/é"))
	want := []Update{{"refs/heads/main", "", a}, {"refs/tags/é", a, ""}}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%v, %v", got, err)
	}
	for _, text := range []string{"\n", a, a + " " + a, a + " " + a + " HEAD",
		a + a + " refs/heads/main", a[1:] + " " + a + " refs/heads/main",
		a + "  " + a + " refs/heads/main", a + " " + a + " refs/heads/a b",
		strings.ToUpper("abcdef") + a[6:] + " " + a + " refs/heads/main",
		a + " " + a + " refs/heads/" + strings.Repeat("x", 1<<17),
		strings.Repeat(a+" "+a+" refs/heads/main\n", maxUpdates+1)} {
		if got, err := ParseUpdates(strings.NewReader(text)); err == nil {
			t.Errorf("%.60q was read as %v", text, got)
		}
	}
}

func FuzzParseUpdates(f *testing.F) {
	f.Add("0123456789012345678901234567890123456789 0000000000000000000000000000000000000000 " +
		"refs/heads/main\n")
	f.Add("x")
	f.Fuzz(func(t *testing.T, text string) {
		updates, err := ParseUpdates(strings.NewReader(text))
		if err != nil {
			return
		}
		for _, u := range updates {
			if !strings.HasPrefix(u.Ref, "refs/") || !strings.Contains(text, u.Ref) ||
				len(u.Old)%40 != 0 || len(u.New)%40 != 0 {
				t.Errorf("%q gave %+v", text, u)
			}
		}
	})
}
