package index

import (
	"context"
	"errors"
	"reflect"
	"testing"

	"casefile/internal/record"
)

// openedOf returns the opened data of a case's entries, by the text.
func openedOf(t *testing.T, db *DB, id record.ID) (map[string]string, error) {
	t.Helper()
	out := map[string]string{}
	err := db.Opened(context.Background(), id, func(e Entry) error {
		if e.Case != id || e.ID == "" {
			t.Errorf("an entry %s/%s in %s", e.Case, e.ID, id)
		}
		out[e.Text] = string(e.Opened)
		return nil
	})
	return out, err
}

// The opened data of an entry is beside its text, changes without the entry, and is removed with
// it.
func TestOpened(t *testing.T) {
	db := opened(t, Options{Dir: t.TempDir(), Member: "asha", Identity: asha(t), Mark: testMark})
	first := change("K3F927QM", "one", "the red kettle", "a blue door")
	first.Entries[0].Opened = []byte("kettle, opened")
	written(t, db, first, change("A2G9ZZZZ", "two", "the red door"))
	is := func(when string, want map[string]string) {
		t.Helper()
		if got, err := openedOf(t, db, "K3F927QM"); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v, %v; want %v", when, got, err, want)
		}
		if n, err := number(db.conn, "SELECT count(*) FROM opened"); err != nil ||
			n != int64(len(want)) {
			t.Errorf("%s: %d are opened in all, %v", when, n, err)
		}
	}
	is("written", map[string]string{"the red kettle": "kettle, opened"})
	if got, err := openedOf(t, db, "A2G9ZZZZ"); err != nil || len(got) > 0 {
		t.Errorf("of another case: %v, %v", got, err)
	}
	if got, err := openedOf(t, db, "no ID"); err != nil || len(got) > 0 {
		t.Errorf("of no case: %v, %v", got, err)
	}
	first.Entries[0].Opened, first.Entries[1].Opened = []byte("opened anew"), []byte("door, opened")
	written(t, db, first)
	is("opened anew",
		map[string]string{"the red kettle": "opened anew", "a blue door": "door, opened"})
	if n, err := number(db.conn, "SELECT max(number) FROM entries"); err != nil || n != 3 {
		t.Errorf("the entries were written again, up to %d, %v", n, err)
	}
	first.Entries[0].Opened = nil
	written(t, db, first)
	is("no more", map[string]string{"a blue door": "door, opened"})
	first.Entries = first.Entries[:1]
	written(t, db, first)
	is("without the entry", map[string]string{})
	first.Entries[0].Opened = []byte("x")
	written(t, db, first)
	written(t, db, Change{Row: Row{Case: "K3F927QM"}, Gone: true})
	is("without the case", map[string]string{})
}

// Data that this program did not write is not returned.
func TestOpenedIsBelievedByItsDigest(t *testing.T) {
	for name, sql := range map[string]string{
		"changed": "UPDATE opened SET data = x'78' WHERE number = 1",
		"of another entry": `UPDATE opened SET (data, digest) =
			(SELECT data, digest FROM opened WHERE number = 2) WHERE number = 1`,
	} {
		db := opened(t, Options{Dir: t.TempDir(), Member: "asha", Identity: asha(t),
			Mark: testMark})
		c := change("K3F927QM", "one", "the red kettle", "a blue door")
		c.Entries[0].Opened, c.Entries[1].Opened = []byte("first"), []byte("second")
		written(t, db, c)
		if err := db.conn.Exec(sql); err != nil {
			t.Fatal(err)
		}
		var fault *Fault
		if _, err := openedOf(t, db, "K3F927QM"); !errors.As(err, &fault) || fault.Why != Damaged {
			t.Errorf("%s: %v", name, err)
		}
	}
}
