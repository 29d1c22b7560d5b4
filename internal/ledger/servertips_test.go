package ledger

import (
	"strings"
	"testing"
)

// Server and copy have the keys refs below different names. The digest is the same, and changes if
// a shard changes, is added or removed. Other names don't count.
func TestKeysDigest(t *testing.T) {
	const notes = "refs/casefile/remote/keys/"
	server := map[string]string{KeysPrefix + "K3": "a", KeysPrefix + "98": "b", MainRef: "m"}
	want := KeysDigest(server, KeysPrefix)
	for _, tt := range []struct {
		about string
		notes map[string]string
		same  bool
	}{
		{"the same", map[string]string{notes + "98": "b", notes + "K3": "a"}, true},
		{"and more", map[string]string{notes + "98": "b", notes + "K3": "a", MainRef: "x",
			notes + "K3/deep": "c", notes + "ILO": "c", KeysPrefix + "98": "c"}, true},
		{"one moved", map[string]string{notes + "98": "a", notes + "K3": "a"}, false},
		{"one is missing", map[string]string{notes + "98": "b"}, false},
		{"one is new", map[string]string{notes + "98": "b", notes + "K3": "a", notes + "7K": "a"},
			false},
		{"none", nil, false},
	} {
		if got := KeysDigest(tt.notes, notes); (got == want) != tt.same {
			t.Errorf("%s: %s and %s", tt.about, got, want)
		}
	}
}

// A copy reads a hook's answer, and ignores everything else.
func TestServerTipsSaid(t *testing.T) {
	s := ServerTips{strings.Repeat("1", 40), strings.Repeat("a", 64)}
	if got, said := ServerTipsSaid([]string{TurnAnswer(true), s.Answer()}); !said || got != s {
		t.Errorf("%v: %v", got, said)
	}
	for _, line := range []string{
		"", "Casefile-Stands: ", "Casefile-Stands:  ", " " + s.Answer(), s.Answer() + " ",
		ServerTips{"", s.Keys}.Answer(), ServerTips{s.Main, ""}.Answer(),
		ServerTips{s.Main[:39] + "G", s.Keys}.Answer(),
	} {
		if got, said := ServerTipsSaid([]string{line}); said {
			t.Errorf("%q says %v", line, got)
		}
	}
}
