package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// git gc and git maintenance note in gc.pid who is at work: process, space, host
// (builtin/gc.c, lock_repo_for_gc). They leave the repository alone while that
// process lives, and believe a note of another host, or one that they can't read,
// for twelve hours. A gc that has an old pack open writes its objects to a new one
// even after the old was removed, so that a purge must not run beside it. The other tasks
// of git maintenance hold a lock among the objects instead (KeepObjects has a server run
// them). A git repack that somebody runs by hand takes neither: Trace looks again until no
// pack has come or gone while it looked.
const (
	gcNote          = "gc.pid"
	maintenanceLock = "maintenance.lock"
	gcBelieved      = 12 * time.Hour
	gcPatience      = time.Minute

	maintenancePatience = 5 * time.Second
)

// errGCRuns says that git is at work on the packs.
var errGCRuns = errors.New("git gc is at work here")

// keepGCOut takes gc's own note and the lock of git maintenance, waiting a while for one that
// is at work.
func (r *Repo) keepGCOut(ctx context.Context, patience time.Duration) (release func(), err error) {
	end := time.Now().Add(patience)
	for {
		release, err = r.takeGCPlace()
		if !errors.Is(err, errGCRuns) || !time.Now().Before(end) {
			return release, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// takeGCPlace takes both or none.
func (r *Repo) takeGCPlace() (release func(), err error) {
	unlock, err := r.takeMaintenance()
	if err != nil {
		return nil, err
	}
	drop, err := r.takeGCNote()
	if err != nil {
		unlock()
		return nil, err
	}
	return func() { drop(); unlock() }, nil
}

// takeMaintenance makes the lock that git maintenance makes, and runs no task without. It says
// whose it is, as gc's note does, and every account may read that: nobody waits for a process
// that was killed.
func (r *Repo) takeMaintenance() (release func(), err error) {
	path := filepath.Join(r.objects, maintenanceLock)
	r.dropMaintenance(path)
	lock, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return nil, errGCRuns
	}
	if err != nil {
		return nil, err
	}
	host, err := os.Hostname()
	if err == nil {
		_, err = fmt.Fprintf(lock, "%d %s", os.Getpid(), host)
	}
	if err = errors.Join(err, lock.Close()); err != nil {
		os.Remove(path)
		return nil, err
	}
	return func() { os.Remove(path) }, nil
}

// dropMaintenance removes that lock where its process has ended.
func (r *Repo) dropMaintenance(path string) bool {
	if pid, here, ok := noteOf(path); ok && here && !alive(pid) {
		return os.Remove(path) == nil
	}
	return r.dropStale(path, otherLockAge)
}

func (r *Repo) takeGCNote() (release func(), err error) {
	path := filepath.Join(r.common, gcNote)
	r.dropStale(path+".lock", otherLockAge)
	lock, err := os.OpenFile(path+".lock", os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil, errGCRuns
	}
	if err != nil {
		return nil, err
	}
	host, err := os.Hostname()
	if err == nil && r.gcRuns() {
		err = errGCRuns
	}
	if err = errors.Join(err, lock.Close()); err == nil {
		err = WriteFile(path, 0o600, Content(fmt.Appendf(nil, "%d %s", os.Getpid(), host)))
	}
	os.Remove(path + ".lock")
	if err != nil {
		return nil, err
	}
	return func() { os.Remove(path) }, nil
}

// gcRuns says whether another process notes that it is at work, and may be.
func (r *Repo) gcRuns() bool {
	path := filepath.Join(r.common, gcNote)
	info, err := os.Stat(path)
	if err != nil || time.Since(info.ModTime()) > gcBelieved {
		return false
	}
	pid, here, ok := noteOf(path)
	return !ok || !here || pid != os.Getpid() && alive(pid)
}

// noteOf is the process that a note names, and whether it is one of this machine; not ok
// where the file has another form.
func noteOf(path string) (pid int, here, ok bool) {
	data, _ := ReadAtMost(path, mostOwn)
	var host string
	if n, _ := fmt.Sscan(string(data), &pid, &host); n != 2 {
		return 0, false, false
	}
	own, err := os.Hostname()
	return pid, err == nil && host == own, true
}

// packing are the signs that a git is at work on the packs. After each push to a server, git
// holds the lock of its maintenance for a moment, which is waited for.
func (r *Repo) packing(ctx context.Context) (out []Place) {
	lock := filepath.Join(r.objects, maintenanceLock)
	there := func() bool { _, err := os.Lstat(lock); return err == nil }
	end := time.Now().Add(maintenancePatience)
	for there() && time.Now().Before(end) && ctx.Err() == nil {
		if !r.dropMaintenance(lock) {
			time.Sleep(50 * time.Millisecond)
		}
	}
	if there() {
		out = append(out, Place{Where: lock,
			What: "git maintenance is at work, and may write a copy anew"})
	}
	if r.gcRuns() {
		note := filepath.Join(r.common, gcNote)
		out = append(out, Place{Where: note, What: "git gc is at work, and may write a copy anew"})
	}
	return out
}

func alive(pid int) bool {
	p, err := os.FindProcess(pid)
	if err != nil {
		return false
	}
	err = p.Signal(syscall.Signal(0))
	return err == nil || errors.Is(err, fs.ErrPermission)
}

// errRestless says that packs came and went all the time.
var errRestless = errors.New("git writes packs anew all the time here; try again when it is done")

// lookUntilStill looks again where packs have come or gone meanwhile.
func lookUntilStill(names func() (string, error), look func() ([]objectCopy, error)) ([]objectCopy, error) {
	before, err := names()
	for range 10 {
		if err != nil {
			return nil, err
		}
		found, err := look()
		if err != nil {
			return nil, err
		}
		after, err := names()
		if err != nil || before == after {
			return found, err
		}
		before = after
	}
	return nil, errRestless
}

// packNames are the files that git keeps packs in now.
func (r *Repo) packNames() (string, error) {
	list, err := os.ReadDir(filepath.Join(r.objects, "pack"))
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	var names strings.Builder
	for _, e := range list {
		names.WriteString(e.Name() + "\n")
	}
	return names.String(), err
}
