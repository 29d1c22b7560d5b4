package cases

import (
	"errors"
	"testing"
	"time"

	"casefile/internal/record"
)

// sealedNote returns a recorded note with these lines of front matter below the stamp.
func sealedNote(t *testing.T, id, front, commit string) Item {
	t.Helper()
	text := "---\nid: " + id + "\ncase: K3F927QM\nkind: note\nrecorded: 2026-03-06T09:00:00Z\n" +
		"by: asha\nnonce: 5XJ0V3N8R2M6T4Q9W1Z7Y0K8BC\n" + front + "---\n"
	e := &record.Entry{ID: record.ID(id), Case: caseID, Kind: record.KindNote, By: "asha",
		Recorded: at(t, "2026-03-06T09:00Z").UTC(), Fields: map[string]any{}, Text: []byte(text)}
	return Item{Entry: e, Author: "asha", Committed: e.Recorded, Op: "add", Commit: commit}
}

// Each text is held to the rules of the commit that added it, as of the time when it was
// recorded, and what is found names the entry.
func TestTextFindings(t *testing.T) {
	kinds, err := record.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	b := newBook(t)
	good := "occurred: 2026-03-06\nheadline: Rang the school back\n"
	b.in.Items = append(b.in.Items,
		sealedNote(t, "7K2M9QXH", good, "c1"),
		sealedNote(t, "9QXH7K2M", "occurred: 2026-03-09\nheadline: Rang the school back\n", "c2"))
	c := b.fold()
	var asked []string
	rules := func(commit string) (*record.Kinds, record.Context, error) {
		asked = append(asked, commit)
		// Today is later: a time that lay ahead then is still found.
		now := time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)
		return kinds, record.Context{Now: now, Zone: time.UTC}, nil
	}
	found, err := c.TextFindings(rules)
	if err != nil || len(asked) != 2 {
		t.Fatalf("asked for the rules of %v: %v", asked, err)
	}
	if len(found) != 1 || found[0].Rule != record.RuleFutureDate || found[0].Entry != "9QXH7K2M" ||
		found[0].Case != caseID {
		t.Errorf("found %+v", found)
	}
	gone := errors.New("the commit can't be read")
	_, err = c.TextFindings(func(string) (*record.Kinds, record.Context, error) {
		return nil, record.Context{}, gone
	})
	if !errors.Is(err, gone) {
		t.Errorf("without rules: %v", err)
	}
}
