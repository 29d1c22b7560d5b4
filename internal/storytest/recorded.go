package storytest

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"casefile/internal/cases"
	"casefile/internal/record"
	"casefile/internal/seal"
	"casefile/internal/team"
)

// builtin compiles the schemas once for all tests of a room.
var builtin = sync.OnceValues(record.Builtin)

// Kinds returns the kinds that the program brings.
func Kinds(t testing.TB) *record.Kinds {
	t.Helper()
	k, err := builtin()
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// Recorded returns an entry of the case K3F9-27QM, recorded by asha on 6 March 2026 at 17:40:12 UTC
// and padded as it would be sealed: front are its author's lines of front matter, body what
// follows.
func Recorded(t testing.TB, id, kind, front, body string) cases.Item {
	t.Helper()
	text := fmt.Sprintf("---\nid: %s\ncase: K3F927QM\nkind: %s\nrecorded: 2026-03-06T17:40:12Z\n"+
		"by: asha\nnonce: 5XJ0V3N8R2M6T4Q9W1Z7Y0K8BC\n%s---\n%s", id, kind, front, body)
	padded, err := seal.Pad([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	e, err := Kinds(t).Decode(padded)
	if err != nil {
		t.Fatal(err)
	}
	return cases.Item{Entry: e, SHA256: seal.Commitment(padded), Author: "asha", Op: team.OpAdd,
		Commit: strings.Repeat("ab", 20)}
}
