package store

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// All locks of a repository are found, with their holders. Locks that nobody holds go if they are
// asked for. No other lock goes.
func TestLocksOfARepository(t *testing.T) {
	r := initRepo(t, InitOptions{Bare: true})
	unlock, err := r.Lock(context.Background(), "sync")
	must(t, err)
	defer unlock()
	free, err := r.Lock(context.Background(), "join")
	must(t, err)
	free()
	casefile := filepath.Join(r.CommonDir(), "casefile")
	dead := ownerNow()
	dead.Pid = 1<<22 + 7
	must(t, os.WriteFile(filepath.Join(casefile, "outbox.lock"), dead.text(), 0o600))
	for name, old := range map[string]time.Duration{"HEAD.lock": time.Hour, "packed-refs.lock": 0,
		"refs/casefile/incoming/main.lock": time.Hour, "shallow.lock": time.Hour,
		"objects/maintenance.lock": time.Hour, "config.lock": time.Hour} {
		must(t, os.MkdirAll(filepath.Dir(filepath.Join(r.GitDir(), name)), 0o700))
		leaveLock(t, r, name, map[string]string{"config.lock": "[core]\n\tbare = true\n"}[name],
			old)
	}
	leaveLock(t, r, "index.lock", "kept by somebody\n", time.Hour)
	open, err := os.OpenFile(leaveLock(t, r, "refs/heads/main.lock", "", time.Hour), os.O_RDWR, 0)
	must(t, err)
	defer open.Close()
	held := map[string]string{"casefile/sync.lock": "has held it since",
		"packed-refs.lock": "0s old",
		"index.lock":       "no lock", "refs/heads/main.lock": "has it open"}
	gone := []string{"casefile/outbox.lock", "HEAD.lock", "refs/casefile/incoming/main.lock",
		"shallow.lock", "objects/maintenance.lock", "config.lock"}
	found := map[string]string{}
	for _, l := range r.Locks() {
		name, _ := filepath.Rel(r.CommonDir(), l.Path)
		found[name] = l.Why
	}
	for name, why := range held {
		if got := found[name]; !strings.Contains(got, why) || got == "" {
			t.Errorf("%s is somebody's, by %q", name, got)
		}
	}
	for _, name := range gone {
		if why, there := found[name]; !there || why != "" {
			t.Errorf("%s: found %v, %q", name, there, why)
		}
	}
	if len(found) != len(held)+len(gone) {
		t.Errorf("found %v", found)
	}
	if dropped := r.DropLocks(func(path string) bool {
		return filepath.Base(path) != "shallow.lock"
	}); len(dropped) != len(gone)-1 {
		t.Errorf("dropped %v", dropped)
	}
	if left := r.Locks(); len(left) != len(held)+1 {
		t.Errorf("left %v", left)
	}
}
