package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// What gc.pid says, and whether a purge waits for it.
func TestGCNote(t *testing.T) {
	host, err := os.Hostname()
	must(t, err)
	ended := exec.Command("true")
	must(t, ended.Run())
	sleeper := exec.Command("sleep", "60")
	must(t, sleeper.Start())
	t.Cleanup(func() { sleeper.Process.Kill(); sleeper.Wait() })
	for name, c := range map[string]struct {
		note string
		age  time.Duration
		runs bool
	}{
		"nobody":                 {"", 0, false},
		"a process that runs":    {fmt.Sprintf("%d %s", sleeper.Process.Pid, host), 0, true},
		"one that ended":         {fmt.Sprintf("%d %s", ended.Process.Pid, host), 0, false},
		"another host":           {"1 elsewhere.invalid", 0, true},
		"another host, long ago": {"1 elsewhere.invalid", 13 * time.Hour, false},
		"nonsense":               {"?", 0, true},
	} {
		t.Run(name, func(t *testing.T) {
			a := newArchive(t)
			path := filepath.Join(a.git, gcNote)
			if c.note != "" {
				must(t, os.WriteFile(path, []byte(c.note), 0o600))
				then := time.Now().Add(-c.age)
				must(t, os.Chtimes(path, then, then))
			}
			want := Place{"", path, "git gc is at work, and may write a copy anew"}
			if found := a.trace(); slices.Contains(found, want) != c.runs {
				t.Errorf("traced %v", found)
			}
			release, err := a.repo.keepGCOut(context.Background(), 0)
			if errors.Is(err, errGCRuns) != c.runs {
				t.Fatalf("got %v", err)
			}
			if c.runs {
				return
			}
			must(t, err)
			out, _ := exec.Command("git", "--git-dir", a.git, "gc", "--quiet").CombinedOutput()
			if !strings.Contains(string(out), "gc is already running") {
				t.Errorf("git gc went to work: %s", out)
			}
			release()
			a.stock("gc", "--quiet")
		})
	}
}

// Whose the lock of git maintenance is, and whether a purge takes it; while it does, git's
// tasks do nothing.
func TestMaintenanceLock(t *testing.T) {
	host, err := os.Hostname()
	must(t, err)
	ended := exec.Command("true")
	must(t, ended.Run())
	for name, c := range map[string]struct {
		note string
		age  time.Duration
		free bool
	}{
		"a process that runs":           {fmt.Sprintf("%d %s", os.Getppid(), host), 0, false},
		"one that ended":                {fmt.Sprintf("%d %s", ended.Process.Pid, host), 0, true},
		"another host":                  {fmt.Sprintf("%d elsewhere.invalid", ended.Process.Pid), 0, false},
		"git's own, just now":           {"", 0, false},
		"git's own, left by one killed": {"", time.Hour, true},
	} {
		t.Run(name, func(t *testing.T) {
			a := newArchive(t)
			path := filepath.Join(a.git, "objects", maintenanceLock)
			must(t, os.WriteFile(path, []byte(c.note), 0o600))
			then := time.Now().Add(-c.age)
			must(t, os.Chtimes(path, then, then))
			release, err := a.repo.keepGCOut(context.Background(), 0)
			if c.free != (err == nil) || !c.free && !errors.Is(err, errGCRuns) {
				t.Fatalf("got %v", err)
			}
			if err != nil {
				return
			}
			a.stock("maintenance", "run", "--quiet", "--task=loose-objects")
			if names, err := a.repo.packNames(); err != nil || names != "" {
				t.Errorf("git went to work: %s, %v", names, err)
			}
			release()
			a.stock("maintenance", "run", "--quiet", "--task=loose-objects")
			if names, _ := a.repo.packNames(); names == "" {
				t.Error("git does nothing without a lock either")
			}
		})
	}
}

// A repack that ends while Trace looks has written a pack that was not there when
// the look began.
func TestTraceLooksTwice(t *testing.T) {
	a := newArchive(t)
	a.let()
	must(t, a.repo.Purge(context.Background(), []string{a.secret}))
	looks := 0
	found, err := lookUntilStill(a.repo.packNames, func() ([]objectCopy, error) {
		found, err := a.repo.copies(context.Background(), []string{a.secret})
		if looks++; looks == 1 {
			stock(t, a.repo.WorkDir(), "wrapped for asha\n", "hash-object", "-w", "--stdin")
			stock(t, a.repo.WorkDir(), a.secret+"\n", "pack-objects", "-q", filepath.Join(a.git, "objects", "pack", "pack"))
			a.stock("prune-packed", "-q")
		}
		return found, err
	})
	if err != nil || looks != 2 || len(found) != 1 || found[0].id != a.secret || found[0].sort != packedCopy {
		t.Errorf("after %d looks: %v, %v", looks, found, err)
	}
}

// A repository that never comes to rest is not looked at for ever.
func TestTraceEnds(t *testing.T) {
	looks := 0
	names := func() (string, error) { return fmt.Sprint(looks), nil }
	if _, err := lookUntilStill(names, func() ([]objectCopy, error) { looks++; return nil, nil }); !errors.Is(err, errRestless) {
		t.Errorf("after %d looks: %v", looks, err)
	}
}
