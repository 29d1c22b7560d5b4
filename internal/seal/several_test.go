package seal

import (
	"bytes"
	"errors"
	"testing"
)

// Each of several recipients opens the file alone, and nobody else does. The header shows their
// number.
func TestSealToSeveral(t *testing.T) {
	text, err := Pad([]byte("case: K3F927QM\n"))
	if err != nil {
		t.Fatal(err)
	}
	var ids []*Identity
	var to []string
	for range 3 {
		id, err := NewIdentity()
		if err != nil {
			t.Fatal(err)
		}
		ids, to = append(ids, id), append(to, id.Recipient())
	}
	for n := 1; n <= 3; n++ {
		sealed, err := SealToSeveral(to[:n], text)
		if err != nil {
			t.Fatal(err)
		}
		h, err := Inspect(sealed)
		if err != nil || h.Hybrid() != n || h.OneHybrid() != (n == 1) ||
			!h.Padded(int64(len(sealed))) {
			t.Errorf("to %d: %+v, %v", n, h.Hybrid(), err)
		}
		for i, id := range ids {
			got, err := Open(id, sealed)
			if i < n && (err != nil || !bytes.Equal(got, text)) {
				t.Errorf("to %d, opened by %d: %v", n, i, err)
			}
			if i >= n && !errors.Is(err, ErrNoMatch) {
				t.Errorf("to %d, opened by %d: %v", n, i, err)
			}
		}
	}
	for name, list := range map[string][]string{"nobody": nil, "no recipient": {"age1pq1"},
		"too many": make([]string, MaxHybrid+1)} {
		if _, err := SealToSeveral(list, text); !errors.Is(err, ErrNotRecipient) {
			t.Errorf("to %s: %v", name, err)
		}
	}
	many := make([]string, MaxHybrid)
	for i := range many {
		many[i] = to[0]
	}
	sealed, err := SealToSeveral(many, text)
	if err != nil {
		t.Fatal(err)
	}
	if h, err := Inspect(sealed); err != nil || h.Hybrid() != MaxHybrid {
		t.Errorf("to as many as there may be: %d, %v", h.Hybrid(), err)
	}
}
