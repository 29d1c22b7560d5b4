package cases

import (
	"errors"
	"testing"

	"casefile/internal/record"
)

func TestAmendable(t *testing.T) {
	kinds, err := record.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	b := newBook(t)
	add := func(kind string, f fields) *record.Entry { return b.add(kind, "2026-03-02T10:00Z", f) }
	note := add("note", nil)
	first := add("contact", nil)
	second := add("contact", fields{"links": map[string]*record.Entry{"amends": first}})
	concern := add("concern", nil)
	attachment := add("attachment", nil)
	closure := add("closure", nil)
	ownKind := add("school-visit", nil) // whose schema is no longer here
	endorsement := add("endorsement", nil)
	author := b.in.Items[0].author()
	c := b.fold()
	for _, tt := range []struct {
		name       string
		e          record.ID
		by, reason string
		want       error
		newest     record.ID // of the thread that comes with it
	}{
		{"one's own", note.ID, author, "", nil, note.ID},
		{"another's, with a reason", note.ID, "mina", "error", nil, note.ID},
		{"another's, without", note.ID, "mina", "", ErrNoReason, note.ID},
		{"the newest version", second.ID, author, "", nil, second.ID},
		{"an earlier version", first.ID, author, "", ErrNotNewest, second.ID},
		{"a concern, which add does not record", concern.ID, author, "", nil, concern.ID},
		{"what came with a file", attachment.ID, author, "", ErrNeverAmended, attachment.ID},
		{"a closure", closure.ID, author, "error", ErrNeverAmended, closure.ID},
		{"a kind that nobody knows", ownKind.ID, author, "", ErrNeverAmended, ownKind.ID},
		{"another's closure: first its kind is refused", closure.ID, "mina", "", ErrNeverAmended,
			closure.ID},
		{"an endorsement", endorsement.ID, author, "", ErrNoVersion, ""},
		{"an entry that is not here", "0000AAAA", author, "", ErrNoVersion, ""},
	} {
		thread, err := c.Amendable(tt.e, kinds, tt.by, tt.reason)
		if !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, err, tt.want)
		}
		if got := thread; (got == nil) != (tt.newest == "") || got != nil && got.ID != tt.newest {
			t.Errorf("%s: the thread %v", tt.name, got)
		}
	}
}
