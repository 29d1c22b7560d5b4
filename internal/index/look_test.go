package index

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"casefile/internal/record"
)

// What is looked for on all cores comes in the order of time, those of one instant by case and
// place, whichever was written first; and it stops where it is told to.
func TestLook(t *testing.T) {
	ctx := context.Background()
	db := opened(t, Options{Dir: t.TempDir(), Member: "asha", Identity: asha(t), Mark: testMark})
	if err := matching(ctx, db, "", nil); err != nil {
		t.Errorf("of nothing: %v", err)
	}
	build(t, db, 110) // 2,200 entries, and 30 of one second
	same := change("ZZZZ2222", "one")
	for i := range 30 {
		same.Entries = append(same.Entries, Entry{ID: idOf(int64(i) + 1<<38), Case: "ZZZZ2222", Seq: i,
			Recorded: time.Unix(1700005000, 0).UTC(), Text: "kettle", Folded: "kettle"})
	}
	if err := db.Write(ctx, State{Tip: "b"}, []Change{same}); err != nil {
		t.Fatal(err)
	}
	for query, least := range map[string]int{"": 2200, "ke*": 30, "kettle": 30} {
		var all []Entry
		err := matching(ctx, db, query, func(e Entry) error { all = append(all, e); return nil })
		if err != nil || len(all) < least || !slices.IsSortedFunc(all, newerFirst) {
			t.Fatalf("%s: %d, in order %v: %v", query, len(all), slices.IsSortedFunc(all, newerFirst), err)
		}
		wanted := func(e *Entry) (record.ID, bool, error) { return e.ID, strings.Contains(e.Text, "ke"), nil }
		var want, got []record.ID
		for _, e := range all {
			if id, ok, _ := wanted(&e); ok {
				want = append(want, id)
			}
		}
		err = Look(ctx, db, query, wanted, func(id record.ID) error { got = append(got, id); return nil })
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
	if err := Look(ctx, db, "", refuse, nil); err != enough {
		t.Errorf("what look says is not told: %v", err)
	}
	defer func() {
		if recover() == nil || db.broken {
			t.Error("the caller's panic is taken for SQLite's")
		}
	}()
	_ = Look(ctx, db, "", func(*Entry) (int, bool, error) { panic("the caller's") }, nil)
}

// Entries are cut into parts that grow, and what was recorded at one instant is in one part.
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
