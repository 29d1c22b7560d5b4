package casebook

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"casefile/internal/record"
	"casefile/internal/store"
)

// keptOnServer returns an office whose server keeps the keys that an erasure took off the record.
func keptOnServer(t *testing.T) (o *office, id record.ID, kept UndoKept) {
	o = newOffice(t)
	id, stays, _ := o.erasable()
	o.reseals("mina", id, o.blank(stays))
	o.must(os.RemoveAll(filepath.Join(o.dir, "casefile", ownersFile)))
	must(o.served(o.now).PurgeDue(o.ctx))
	list := must(o.served(o.now).UndoKeys(o.ctx, id))
	if len(list) != 1 || len(list[0].Keys) == 0 {
		t.Fatalf("kept: %+v", list)
	}
	return o, id, list[0]
}

// A file among the keys that are kept for a repair is a copy like any other, unless it is removed
// in time.
func TestStraysAmongKept(t *testing.T) {
	o, id, kept := keptOnServer(t)
	root := filepath.Dir(filepath.Dir(kept.Dir))
	keys := t.TempDir()
	o.must(os.CopyFS(keys, os.DirFS(kept.Dir)))
	other := record.ID("7R7R7R7R")
	stamp := filepath.Base(kept.Dir)
	at := o.now
	b := o.served(at)
	gone := must(b.DeadKeys(o.ctx, id))
	if left := must(b.LeftOf(o.ctx, id, gone)); len(left) > 0 {
		t.Fatalf("what is kept by the rule: %v", left)
	}
	for _, tt := range []struct {
		name  string // in the folder undo
		stray string // what doctor names, or ""
	}{
		{string(id) + "/" + stamp + ".bak", string(id) + "/" + stamp + ".bak"},
		{string(id) + "/20261130T120000.5Z", string(id) + "/20261130T120000.5Z"},
		{string(id) + ".old/x", string(id) + ".old"},
		{"x", "x"},
		{string(other) + "/" + stamp, ""},
		{string(id) + "/" + stamp + "/saved", ""},
		{string(id) + "/20200101T000000Z", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			to := filepath.Join(root, filepath.FromSlash(tt.name))
			o.must(os.CopyFS(to, os.DirFS(keys)))
			left := must(b.LeftOf(o.ctx, id, gone))
			if len(left) != len(kept.Keys) || filepath.Dir(left[0].Where) != to {
				t.Errorf("left: %v", left)
			}
			var want []string
			if tt.stray != "" {
				want = []string{filepath.Join(root, filepath.FromSlash(tt.stray))}
			}
			if got := must(b.UndoStrays()); !slices.Equal(got, want) {
				t.Errorf("strays: %v", got)
			}
			o.must(os.RemoveAll(to))
			_ = os.Remove(filepath.Dir(to)) // fails if the right keys are in it
		})
	}
	single := filepath.Join(root, "key")
	o.must(os.WriteFile(single, must(os.ReadFile(filepath.Join(kept.Dir, kept.Keys[0]+".age"))),
		0o600))
	if left := must(b.LeftOf(o.ctx, id, gone)); len(left) != 1 || left[0].Where != single {
		t.Errorf("a file by itself: %v", left)
	}
	if got := must(b.UndoStrays()); !slices.Equal(got, []string{single}) {
		t.Errorf("strays: %v", got)
	}
}

// After a clock that was years ahead, the days begin when it is right again. A clock that is years
// behind takes no days away.
func TestStampOfWrongClock(t *testing.T) {
	o, id, kept := keptOnServer(t)
	day := 24 * time.Hour
	dir := filepath.Dir(kept.Dir)
	name := func(at time.Time) string { return at.UTC().Format(undoStamp) }
	rename := func(to time.Time) {
		list := must(os.ReadDir(dir))
		o.must(os.Rename(filepath.Join(dir, list[0].Name()), filepath.Join(dir, name(to))))
	}
	tip := must(o.served(o.now).repo.Commit(o.ctx, o.served(o.now).Tip())).Committer.When
	now := tip.Add(time.Hour)
	for _, tt := range []struct {
		name              string
		stamp, now, until time.Time
	}{
		{"in its days", now.Add(7 * day), now, now.Add(7 * day)},
		{"by a policy of more days", now.Add(28 * day), now, now.Add(28 * day)},
		{"ten years ahead", now.Add(3650 * day), now, now.Add(7 * day)},
		{"of a clock that is behind", tip.Add(7 * day), tip.Add(-3650 * day), tip.Add(7 * day)},
	} {
		rename(tt.stamp)
		b := o.served(tt.now)
		if list := must(b.UndoKeys(o.ctx, id)); len(list) != 1 || !list[0].Until.Equal(tt.until) {
			t.Errorf("%s: %+v, not until %s", tt.name, list, tt.until)
		}
		if n := must(b.RemoveExpiredUndo(o.ctx)); n != 0 {
			t.Errorf("%s: %d keys struck", tt.name, n)
		}
		if list := must(os.ReadDir(dir)); len(list) != 1 || list[0].Name() != name(tt.until) {
			t.Errorf("%s: %v, not %s", tt.name, list, name(tt.until))
		}
	}
	if n := must(o.served(tip.Add(7 * day)).RemoveExpiredUndo(o.ctx)); n != len(kept.Keys) {
		t.Errorf("%d keys struck after it", n)
	}
}

// Two folders with the same time both keep their keys.
func TestRedateBesideAnother(t *testing.T) {
	o, id, kept := keptOnServer(t)
	far := filepath.Join(filepath.Dir(kept.Dir), "20990101T000000Z")
	now := kept.Until.Add(-7 * 24 * time.Hour)
	o.must(store.MakeFolder(far, 0o700))
	must(o.served(now).RemoveExpiredUndo(o.ctx))
	list := must(o.served(now).UndoKeys(o.ctx, id))
	if len(list) != 2 || list[1].Until.Sub(list[0].Until) != time.Second {
		t.Errorf("%+v", list)
	}
}
