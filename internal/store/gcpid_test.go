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

// Trace understands gc.pid, and a purge waits for a git that may be at work.
func TestGCNote(t *testing.T) {
	host, err := os.Hostname()
	must(t, err)
	ended := exec.Command("true")
	must(t, ended.Run())
	sleeper := exec.Command("sleep", "60")
	must(t, sleeper.Start())
	t.Cleanup(func() { sleeper.Process.Kill(); sleeper.Wait() })
	ours := func(o Owner) string { return fmt.Sprintf("%d %s\n%s", o.Pid, o.Host, o.text()) }
	moved := ownerNow() // a purge in a container that was restarted under another name
	moved.Host, moved.Space = "oldcontainer", "pid:[1]"
	const works, may = "git gc is at work, and may write another copy",
		"git gc may be at work, and may write another copy: "
	elsewhere := "process 1 on elsewhere.invalid, which can't be seen from here"
	for name, c := range map[string]struct {
		note string
		age  time.Duration
		what string // "" for nobody
	}{
		"nobody":              {"", 0, ""},
		"a process that runs": {fmt.Sprintf("%d %s", sleeper.Process.Pid, host), 0, works},
		"one that ended":      {fmt.Sprintf("%d %s", ended.Process.Pid, host), 0, ""},
		"another host":        {"1 elsewhere.invalid", 0, may + elsewhere},
		"another host, to come": {"1 elsewhere.invalid", -time.Hour,
			may + elsewhere + ", and its time lies in the future"},
		"another host, long ago": {"1 elsewhere.invalid", 13 * time.Hour, ""},
		"nonsense":               {"?", 0, may + "it does not say which process is at work"},
		"ours, that ended":       {ours(moved), 0, ""},
		"ours, of a host long gone": {
			ours(Owner{Pid: 1, machine: machine{Host: "elsewhere.invalid"}}), 0, ""},
	} {
		t.Run(name, func(t *testing.T) {
			a := newArchive(t)
			path := filepath.Join(a.git, gcNote)
			if c.note != "" {
				must(t, os.WriteFile(path, []byte(c.note), 0o600))
				then := time.Now().Add(-c.age)
				must(t, os.Chtimes(path, then, then))
			}
			of := func(p Place) bool { return p.Where == path }
			found := slices.DeleteFunc(a.trace(), func(p Place) bool { return !of(p) })
			if c.what == "" && len(found) > 0 ||
				c.what != "" && !slices.Equal(found, []Place{{Where: path, What: c.what}}) {
				t.Errorf("traced %v", found)
			}
			release, err := a.repo.keepGCOut(context.Background(), 0)
			if errors.Is(err, errGCRuns) != (c.what != "") {
				t.Fatalf("got %v", err)
			}
			if c.what != "" {
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

// A process that is younger than a note has only the number of the one that wrote it.
func TestGCNoteOfAnotherProcess(t *testing.T) {
	host, err := os.Hostname()
	must(t, err)
	if ageOf(os.Getppid()) < 0 {
		t.Skip("no process can be seen here")
	}
	young := exec.Command("sleep", "60")
	must(t, young.Start())
	t.Cleanup(func() { young.Process.Kill(); young.Wait() })
	for age, runs := range map[time.Duration]bool{time.Second: true, time.Minute: false} {
		n := noted{known: true, here: true, pid: young.Process.Pid, host: host, age: age}
		if why, _ := n.held(false); (why != "") != runs {
			t.Errorf("a note %s old: %q", age, why)
		}
	}
}

// A note of a purge is somebody's while that one holds its lock, and no longer.
func TestGCNoteOfAPurge(t *testing.T) {
	a, ctx := newArchive(t), context.Background()
	unlock, err := a.repo.Lock(ctx, purgeLock)
	must(t, err)
	release, err := a.repo.keepGCOut(ctx, 0)
	must(t, err)
	defer release()
	signs := func() (out []string) {
		a.repo.InHaste()
		for _, p := range a.repo.packing(ctx) {
			out = append(out, filepath.Base(p.Where))
		}
		return out
	}
	if at := signs(); !slices.Equal(at, []string{maintenanceLock, gcNote}) {
		t.Errorf("while it is at work: %v", at)
	}
	unlock() // as if it had been killed
	if at := signs(); len(at) > 0 {
		t.Errorf("after it was killed: %v", at)
	}
}

// How long a purge waits for a note, and that it says so.
func TestWaitForGC(t *testing.T) {
	host, err := os.Hostname()
	must(t, err)
	sleeper := exec.Command("sleep", "60")
	must(t, sleeper.Start())
	t.Cleanup(func() { sleeper.Process.Kill(); sleeper.Wait() })
	here := fmt.Sprintf("%d %s", sleeper.Process.Pid, host)
	for name, c := range map[string]struct {
		note     string
		haste    bool
		at, most time.Duration
		told     bool
	}{
		"a process that runs":      {here, false, 2500 * time.Millisecond, 4 * time.Second, true},
		"the same, in haste":       {here, true, hasty, 2 * time.Second, false},
		"one that can't be seen":   {"1 elsewhere.invalid", false, hasty, 2 * time.Second, false},
		"nor that in haste either": {"1 elsewhere.invalid", true, hasty, 2 * time.Second, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a, told := newArchive(t), ""
			must(t, os.WriteFile(filepath.Join(a.git, gcNote), []byte(c.note), 0o600))
			a.repo.TellWaits(func(lock, why string) { told = filepath.Base(lock) + ": " + why })
			if c.haste {
				a.repo.InHaste()
			}
			begun := time.Now()
			_, err := a.repo.keepGCOut(context.Background(), 2500*time.Millisecond)
			if took := time.Since(begun); !errors.Is(err, errGCRuns) || took < c.at ||
				took > c.most {
				t.Errorf("after %s: %v", took, err)
			}
			want := fmt.Sprintf("gc.pid: process %d is at work", sleeper.Process.Pid)
			if c.told && told != want || !c.told && told != "" {
				t.Errorf("told %q", told)
			}
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
		"a process that runs": {fmt.Sprintf("%d %s", os.Getppid(), host), 0, false},
		"one that ended":      {fmt.Sprintf("%d %s", ended.Process.Pid, host), 0, true},
		"another host": {fmt.Sprintf("%d elsewhere.invalid", ended.Process.Pid), 0,
			false},
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
	a.moveKeysRef()
	must(t, a.repo.Purge(context.Background(), []string{a.secret}))
	looks := 0
	found, err := lookUntilStill(a.repo.packNames, func() ([]objectCopy, error) {
		found, err := a.repo.copies(context.Background(), []string{a.secret})
		if looks++; looks == 1 {
			stock(t, a.repo.WorkDir(), "wrapped for asha\n", "hash-object", "-w", "--stdin")
			stock(t, a.repo.WorkDir(), a.secret+"\n", "pack-objects", "-q",
				filepath.Join(a.git, "objects", "pack", "pack"))
			a.stock("prune-packed", "-q")
		}
		return found, err
	})
	if err != nil || looks != 2 || len(found) != 1 || found[0].id != a.secret ||
		found[0].sort != packedCopy {
		t.Errorf("after %d looks: %v, %v", looks, found, err)
	}
}

// A repository that never comes to rest is not looked at for ever.
func TestTraceEnds(t *testing.T) {
	looks := 0
	names := func() (string, error) { return fmt.Sprint(looks), nil }
	if _, err := lookUntilStill(names, func() ([]objectCopy, error) {
		looks++
		return nil, nil
	}); !errors.Is(err, errRestless) {
		t.Errorf("after %d looks: %v", looks, err)
	}
}
