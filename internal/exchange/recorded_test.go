package exchange

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"casefile/internal/cases"
	"casefile/internal/record"
	"casefile/internal/seal"
)

// item makes a recorded entry of front matter and a body.
func item(t *testing.T, id, kind, front, body string) cases.Item {
	t.Helper()
	text := fmt.Sprintf("---\nid: %s\ncase: K3F927QM\nkind: %s\nrecorded: 2026-03-06T17:40:12Z\nby: asha\nnonce: 5XJ0V3N8R2M6T4Q9W1Z7Y0K8BC\n%s---\n%s", id, kind, front, body)
	padded, err := seal.Pad([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	e, err := kinds(t).Decode(padded)
	if err != nil {
		t.Fatal(err)
	}
	return cases.Item{Entry: e, SHA256: seal.Commitment(padded), Author: "asha", Op: "add", Commit: strings.Repeat("ab", 20)}
}

// builtin compiles the schemas once for all tests.
var builtin = sync.OnceValues(record.Builtin)

func kinds(t testing.TB) *record.Kinds {
	t.Helper()
	k, err := builtin()
	if err != nil {
		t.Fatal(err)
	}
	return k
}
