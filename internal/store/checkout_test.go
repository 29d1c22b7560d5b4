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
		goes       bool // of itself, as whoever held it is done
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
			if isLocked != tt.locked || !tt.locked && err != nil || tt.locked && locked.Path != lock {
				t.Errorf("%v", err)
			}
			_, written := os.Stat(filepath.Join(r.WorkDir(), "a"))
			if (written == nil) == tt.locked {
				t.Errorf("the file in the work tree: %v", written)
			}
		})
	}
}
