package index

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"
)

// A scan gives what reading one after another gives, in the same order, and stops where it is
// told to.
func TestScan(t *testing.T) {
	ctx := context.Background()
	db := opened(t, Options{Dir: t.TempDir(), Member: "asha", Identity: asha(t)})
	if err := db.Scan(ctx, func(*Entry) bool { return true }, nil); err != nil {
		t.Errorf("of nothing: %v", err)
	}
	build(t, db, 110) // 2,200 entries, and 30 of one second
	same := change("ZZZZ2222", "one")
	for i := range 30 {
		same.Entries = append(same.Entries, Entry{ID: idOf(int64(i) + 1<<38), Seq: i,
			Recorded: time.Unix(1700005000, 0), Text: "kettle"})
	}
	if err := db.Write(ctx, State{Tip: "b"}, []Change{same}); err != nil {
		t.Fatal(err)
	}
	wanted := func(e *Entry) bool { return strings.Contains(e.Text, "ke") }
	var want, got []Entry
	err := db.Texts(ctx, func(e Entry) error {
		if wanted(&e) {
			want = append(want, e)
		}
		return nil
	})
	if err != nil || len(want) < 50 {
		t.Fatalf("%d are wanted: %v", len(want), err)
	}
	err = db.Scan(ctx, wanted, func(e Entry) error { got = append(got, e); return nil })
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%d, want %d: %v", len(got), len(want), err)
	}
	enough, n := errors.New("enough"), 0
	err = db.Scan(ctx, wanted, func(Entry) error {
		if n++; n == 3 {
			return enough
		}
		return nil
	})
	if err != enough || n != 3 {
		t.Errorf("%d, %v", n, err)
	}
	defer func() {
		if recover() == nil || db.broken {
			t.Error("the caller's panic is taken for SQLite's")
		}
	}()
	_ = db.Scan(ctx, func(*Entry) bool { panic("the caller's") }, nil)
}
