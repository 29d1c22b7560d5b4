package index

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"casefile/internal/record"
	"casefile/internal/seal"
)

// testMark is the mark of the account that runs the tests.
var testMark = []byte("a mark of 32 bytes for all tests")

// asha returns an identity for a test.
func asha(t testing.TB) *seal.Identity {
	t.Helper()
	id, err := seal.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// opened opens an index, and closes it when the test ends.
func opened(t testing.TB, o Options) *DB {
	t.Helper()
	o.Fold = asRead
	db, err := Open(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// day returns noon of a day in March 2026.
func day(n int) time.Time { return time.Date(2026, 3, n, 12, 0, 0, 0, time.UTC) }

// change returns a case with one entry for each text, recorded on consecutive days.
func change(id record.ID, data string, texts ...string) Change {
	c := Change{Row: Row{Case: id, Commit: "c0ffee", Epochs: "1", Until: day(30),
		Links: map[record.ID]string{"K3F927QN": "beef"}, Data: []byte(data)}}
	for i, text := range texts {
		c.Entries = append(c.Entries,
			Entry{ID: record.ID(fmt.Sprintf("%sE%d", id[:6], i)), Case: id,
				Blob: fmt.Sprint("blob", i), Kind: "contact", Author: "asha", Recorded: day(i + 1),
				Seq:  i,
				Data: []byte("{}"), Text: text, Folded: text})
	}
	return c
}

// matching visits the entries that match a query.
func matching(ctx context.Context, db *DB, query string, do func(Entry) error) error {
	all := func(e *Entry) (Entry, bool, error) { return *e, true, nil }
	return Search(ctx, db, query, Filter[Entry]{Entry: all}, do)
}

// asRead folds no text: the words of a test are already folded.
func asRead(text string) string { return text }

func written(t testing.TB, db *DB, changes ...Change) {
	t.Helper()
	if err := db.Write(context.Background(), State{Tip: "abc", Place: 7}, changes); err != nil {
		t.Fatal(err)
	}
}

func found(t testing.TB, db *DB, query string) (texts []string) {
	t.Helper()
	err := matching(context.Background(), db, query, func(e Entry) error {
		texts = append(texts, e.Text)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return texts
}

// This process and the next one read what was written.
func TestWhatIsWrittenIsRead(t *testing.T) {
	o := Options{Dir: t.TempDir(), Member: "asha", Identity: asha(t), Mark: testMark}
	ctx := context.Background()
	db := opened(t, o)
	first := change("K3F927QM", "one", "the red kettle", "a blue door")
	written(t, db, first, change("A2G9ZZZZ", "two", "the red door"))
	for range 2 {
		row, ok, err := db.Row(ctx, "K3F927QM")
		if err != nil || !ok || !reflect.DeepEqual(row, first.Row) {
			t.Errorf("%+v, %v, %v; want %+v", row, ok, err, first.Row)
		}
		if _, ok, err := db.Row(ctx, "K3F927QQ"); ok || err != nil {
			t.Errorf("a row of no case: %v", err)
		}
		var ids []record.ID
		err = db.Rows(ctx, func(r Row) error { ids = append(ids, r.Case); return nil })
		if want := []record.ID{"A2G9ZZZZ", "K3F927QM"}; err != nil ||
			!reflect.DeepEqual(ids, want) {
			t.Errorf("%v, %v", ids, err)
		}
		for query, want := range map[string][]string{
			"red":                   {"the red door", "the red kettle"}, // of one day, by case
			`"blue door" OR kettle`: {"a blue door", "the red kettle"},  // newest first
			"ket*":                  {"the red kettle"},
			`"door blue"`:           nil,
		} {
			if got := found(t, db, query); !reflect.DeepEqual(got, want) {
				t.Errorf("%s: %q", query, got)
			}
		}
		if s, err := db.State(ctx); err != nil || s.Tip != "abc" || s.Place != 7 {
			t.Errorf("%+v, %v", s, err)
		}
		db = opened(t, o)
	}
}

// A case that is written again loses the entries that it no longer has. A removed case leaves
// nothing.
func TestWhatGoes(t *testing.T) {
	o := Options{Dir: t.TempDir(), Member: "asha", Identity: asha(t), Mark: testMark}
	db := opened(t, o)
	written(t, db, change("K3F927QM", "one", "kettle", "door"))
	written(t, db, change("K3F927QM", "one", "kettle"))
	if got := found(t, db, "kettle OR door"); !reflect.DeepEqual(got, []string{"kettle"}) {
		t.Errorf("%q", got)
	}
	kept := change("K3F927QM", "two")
	kept.Keep = true
	written(t, db, kept)
	row, _, err := db.Row(context.Background(), "K3F927QM")
	if got := found(t, db, "kettle"); err != nil || string(row.Data) != "two" || len(got) != 1 {
		t.Errorf("its entries were to stay: %q, %q, %v", row.Data, got, err)
	}
	written(t, db, Change{Row: Row{Case: "K3F927QM"}, Keep: true, Gone: true})
	if got := found(t, db, "kettle OR door"); got != nil {
		t.Errorf("%q", got)
	}
	if _, ok, err := db.Row(context.Background(), "K3F927QM"); ok || err != nil {
		t.Errorf("the row is there: %v", err)
	}
}

// The files and their folders belong to the owner alone.
func TestFiles(t *testing.T) {
	o := Options{Dir: t.TempDir(), Member: "asha", Identity: asha(t), Mark: testMark}
	db := opened(t, o)
	written(t, db, change("K3F927QM", "one", "kettle"))
	entries, err := os.ReadDir(filepath.Join(o.Dir, "casefile", "lists", "asha"))
	if err != nil || len(entries) != 4 { // key, database, its log and the log's index
		t.Fatalf("%v, %v", entries, err)
	}
	for _, e := range entries {
		if info, err := e.Info(); err != nil || info.Mode() != 0o600 {
			t.Errorf("%s: %v, %v", e.Name(), info.Mode(), err)
		}
	}
	for _, folder := range []string{db.folder, Lists(o.Dir)} {
		if info, err := os.Stat(folder); err != nil || info.Mode().Perm() != 0o700 {
			t.Errorf("%s: %v, %v", folder, info.Mode(), err)
		}
	}
}

// An index works in every folder, even one whose name a URI writes in another way.
func TestFoldersWithAnyName(t *testing.T) {
	for _, name := range []string{"with space", "a+b", "100%20 #1;x=y&z", "née's"} {
		o := Options{Dir: filepath.Join(t.TempDir(), name), Member: "asha", Identity: asha(t),
			Mark: testMark}
		db := opened(t, o)
		written(t, db, change("K3F927QM", "one", "kettle"))
		if err := db.Renew(context.Background()); err != nil {
			t.Errorf("%q: %v", name, err)
		}
		db.Close()
		if got := found(t, opened(t, o), "kettle"); !reflect.DeepEqual(got, []string{"kettle"}) {
			t.Errorf("%q: found %q", name, got)
		}
	}
}

// A link that came with a copy causes no files to be written or removed elsewhere: neither in place
// of a member's index, nor of the folder of all.
func TestLinkedFolder(t *testing.T) {
	for _, at := range []string{"casefile", "casefile/lists", "casefile/lists/asha"} {
		o := Options{Dir: t.TempDir(), Member: "asha", Identity: asha(t), Mark: testMark}
		elsewhere := t.TempDir()
		link, rest := filepath.Join(o.Dir, at), "casefile/lists/asha"[len(at):]
		theirs := filepath.Join(elsewhere, rest)
		err := errors.Join(os.MkdirAll(theirs, 0o700), os.MkdirAll(filepath.Dir(link), 0o700),
			os.Symlink(elsewhere, link))
		for _, name := range []string{keyFile, dbPrefix + "of-accounts", "letter"} {
			err = errors.Join(err,
				os.WriteFile(filepath.Join(theirs, name), []byte("mine\n"), 0o600))
		}
		if err != nil {
			t.Fatal(err)
		}
		if db, err := Open(context.Background(), o); whyIs(err) != Linked {
			db.Close()
			t.Errorf("%s: it is opened: %v", at, err)
		}
		if err := Remove(o.Dir, "asha"); whyIs(err) != Linked {
			t.Errorf("%s: it is removed: %v", at, err)
		}
		if members, err := Members(o.Dir); err != nil || members != nil {
			t.Errorf("%s: there are indexes of %v, %v", at, members, err)
		}
		if list, err := os.ReadDir(theirs); err != nil || len(list) != 3 {
			t.Errorf("%s: left are %v, %v", at, list, err)
		}
	}
}
