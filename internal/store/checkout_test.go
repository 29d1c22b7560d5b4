package store

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// The lock of the index is judged as those of refs: a work tree is brought up to date past one
// that nobody holds, and one that may be somebody's is named after a short wait.
func TestCheckoutAtLock(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		age        time.Duration
		goes       bool // the lock goes by itself: its holder is done
		locked     bool
	}{
		{name: "nobody's", age: time.Minute},
		{name: "one that goes", goes: true},
		{name: "a young one", locked: true},
		{name: "no lock", text: "kept by somebody\n", age: time.Hour, locked: true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			ctx, r := t.Context(), newRepo(t)
			a := commitFiles(t, r, "", files{"a": "1"}, nil)
			must(t, r.Move(ctx, []Move{{main, "", a.ID}}))
			lock := leaveLock(t, r, "index.lock", tt.text, tt.age)
			if tt.goes {
				time.AfterFunc(200*time.Millisecond, func() { os.Remove(lock) })
			}
			err := r.Checkout(ctx, "", a.ID)
			locked, isLocked := errors.AsType[*LockedError](err)
			if isLocked != tt.locked || !tt.locked && err != nil ||
				tt.locked && locked.Path != lock {
				t.Errorf("%v", err)
			}
			_, written := os.Stat(filepath.Join(r.WorkDir(), "a"))
			if (written == nil) == tt.locked {
				t.Errorf("the file in the work tree: %v", written)
			}
		})
	}
}

// The next step makes a new index if the old one was deleted, or is empty after a loss of power.
// Files that somebody wrote into the work tree stay. A damaged index may hold what somebody staged:
// it stays as it is, and so does the work tree.
func TestCheckoutWithoutIndex(t *testing.T) {
	for _, tt := range []struct {
		name   string
		damage func(index string) error
		fails  bool
	}{
		{"as it was", func(string) error { return nil }, false},
		{"deleted", os.Remove, false},
		{"empty", func(index string) error { return os.Truncate(index, 0) }, false},
		{"cut short", func(index string) error { return os.Truncate(index, 40) }, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			ctx, r := t.Context(), newRepo(t)
			a := commitFiles(t, r, "", files{"a": "1", "b": "1", "own": "1"}, nil)
			must(t, r.Move(ctx, []Move{{main, "", a.ID}}))
			must(t, r.Checkout(ctx, "", a.ID))
			must(t, tt.damage(filepath.Join(r.GitDir(), "index")))
			own := filepath.Join(r.WorkDir(), "own")
			must(t, os.WriteFile(own, []byte("written by somebody"), 0o600))
			b := commitFiles(t, r, a.ID, files{"a": "2", "b": "1", "own": "1"}, nil)
			must(t, r.Move(ctx, []Move{{main, a.ID, b.ID}}))
			if err := r.Checkout(ctx, a.ID, b.ID); (err != nil) != tt.fails {
				t.Fatal(err)
			}
			for file, want := range map[string]string{"a": "2", "b": "1",
				"own": "written by somebody"} {
				if tt.fails && file == "a" {
					want = "1"
				}
				if got, err := os.ReadFile(filepath.Join(r.WorkDir(), file)); string(got) != want {
					t.Errorf("%s: %q, %v", file, got, err)
				}
			}
			state, err := r.TreeState(ctx, b.ID)
			if !tt.fails && (err != nil || len(state.Missing) > 0 || len(state.Changed) != 1) {
				t.Errorf("%+v, %v", state, err)
			}
		})
	}
}
