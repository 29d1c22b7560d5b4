package index

import (
	"context"
	"errors"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"casefile/internal/record"
)

// The results of a search on all cores are in the order of time, and within an instant by case and
// place, whatever was written first. The search stops when it is told to.
func TestSearch(t *testing.T) {
	ctx := context.Background()
	db := opened(t, Options{Dir: t.TempDir(), Member: "asha", Identity: asha(t), Mark: testMark})
	if err := matching(ctx, db, "", nil); err != nil {
		t.Errorf("of nothing: %v", err)
	}
	build(t, db, 110) // 2,200 entries, and 30 of one second
	same := change("ZZZZ2222", "one")
	for i := range 30 {
		same.Entries = append(same.Entries,
			Entry{ID: idOf(int64(i) + 1<<38), Case: "ZZZZ2222", Seq: i,
				Recorded: time.Unix(1700005000, 0).UTC(), Text: "kettle", Folded: "kettle"})
	}
	if err := db.Write(ctx, State{Tip: "b"}, []Change{same}); err != nil {
		t.Fatal(err)
	}
	for query, least := range map[string]int{"": 2200, "ke*": 30, "kettle": 30} {
		var all []Entry
		err := matching(ctx, db, query, func(e Entry) error { all = append(all, e); return nil })
		if err != nil || len(all) < least || !slices.IsSortedFunc(all, newerFirst) {
			t.Fatalf("%s: %d, in order %v: %v", query, len(all),
				slices.IsSortedFunc(all, newerFirst), err)
		}
		wanted := func(e *Entry) (record.ID, bool, error) {
			return e.ID, strings.Contains(e.Text, "ke"), nil
		}
		var want, got []record.ID
		for _, e := range all {
			if id, ok, _ := wanted(&e); ok {
				want = append(want, id)
			}
		}
		err = Search(ctx, db, query, Filter[record.ID]{Entry: wanted}, func(id record.ID) error {
			got = append(got, id)
			return nil
		})
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %d, want %d: %v", query, len(got), len(want), err)
		}
	}
	enough, n := errors.New("enough"), 0
	err := matching(ctx, db, "", func(Entry) error {
		if n++; n == 3 {
			return enough
		}
		return nil
	})
	if err != enough || n != 3 {
		t.Errorf("%d, %v", n, err)
	}
	refuse := func(*Entry) (int, bool, error) { return 0, true, enough }
	if err := Search(ctx, db, "", Filter[int]{Entry: refuse}, nil); err != enough {
		t.Errorf("what look says is not told: %v", err)
	}
	defer func() {
		if recover() == nil || db.broken {
			t.Error("the caller's panic is taken for SQLite's")
		}
	}()
	panics := func(*Entry) (int, bool, error) { panic("the caller's") }
	_ = Search(ctx, db, "", Filter[int]{Entry: panics}, nil)
}

// If many entries match, the newest are searched before the others are found. All results come in
// order, each once, whether the text alone decides or not.
func TestSearchAll(t *testing.T) {
	ctx := context.Background()
	db := opened(t, Options{Dir: t.TempDir(), Member: "asha", Identity: asha(t), Mark: testMark})
	const all = 3*newestEntries + fewEntries
	var changes []Change
	for i, at := range rand.New(rand.NewPCG(18, 1)).Perm(all) {
		text := "kettle " + strings.Repeat("door", 1-at%2)
		c := change(idOf(int64(i)+1<<38), "", text)
		c.Entries[0].ID, c.Entries[0].Recorded = c.Case, time.Unix(int64(at/4), 0).UTC()
		changes = append(changes, c)
	}
	for batch := range slices.Chunk(changes, 100) {
		written(t, db, batch...)
	}
	says := func(text string) bool { return strings.Contains(text, "door") }
	whole := func(e *Entry) (Entry, bool, error) { return *e, says(e.Text), nil }
	for name, one := range map[string]struct {
		query string
		by    Filter[Entry]
	}{"by words": {"kettle", Filter[Entry]{Entry: whole}},
		"all":     {"", Filter[Entry]{Entry: whole}},
		"by text": {"", Filter[Entry]{May: says, Entry: whole}}} {
		var got []Entry
		ids := map[record.ID]bool{}
		err := Search(ctx, db, one.query, one.by, func(e Entry) error {
			got, ids[e.ID] = append(got, e), true
			return nil
		})
		if err != nil || len(got) != all/2 || len(ids) != all/2 ||
			!slices.IsSortedFunc(got, newerFirst) {
			t.Errorf("%s: %d, each once %d, want %d, in order %v: %v", name, len(got), len(ids),
				all/2, slices.IsSortedFunc(got, newerFirst), err)
		}
	}
}

// A text that another program wrote gives no result, and a missing text ends the search.
func TestSiftBelievesNoText(t *testing.T) {
	ctx := context.Background()
	db := opened(t, Options{Dir: t.TempDir(), Member: "asha", Identity: asha(t), Mark: testMark})
	written(t, db, change("K3F927QM", "", "a kettle", "a door", "a garden"))
	look := func(word string) (found int, err error) {
		by := Filter[int]{May: func(text string) bool { return strings.Contains(text, word) },
			Entry: func(*Entry) (int, bool, error) { return 1, true, nil }}
		return found, Search(ctx, db, "", by, func(int) error { found++; return nil })
	}
	if n, err := look("door"); n != 1 || err != nil {
		t.Fatalf("%d, %v", n, err)
	}
	for _, c := range []struct {
		sql string
		why Why
	}{{"UPDATE texts SET text = 'a door' WHERE text = 'a garden'", Damaged},
		{"DELETE FROM texts WHERE text = 'a kettle'", Moved}} {
		if err := db.conn.Exec(c.sql); err != nil {
			t.Fatal(err)
		}
		if n, err := look("door"); n != 0 || whyIs(err) != c.why {
			t.Errorf("%s: %d found, %v", c.sql, n, err)
		}
	}
}

// Parts grow, and entries of one instant are in one part.
func TestPartsOf(t *testing.T) {
	found := make([]numbered, 3000)
	for i := range found {
		found[i] = numbered{int64(i / 10), int64(i)}
	}
	var sizes []int
	at := 0
	for _, p := range partsOf(found) {
		if p[0] != found[at] {
			t.Fatalf("%v, want %v", p[0], found[at])
		}
		at += len(p)
		sizes = append(sizes, len(p))
	}
	if want := []int{20, 40, 70, 130, 260, 520, 1030, 930}; !reflect.DeepEqual(sizes, want) {
		t.Errorf("%v, want %v", sizes, want)
	}
}
