package store

import (
	"cmp"
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

// git gc and git maintenance note in gc.pid who is at work: process, space, host (builtin/gc.c,
// lock_repo_for_gc). They leave the repository alone while that process lives. They believe a note
// of another host, or one that they can't read, for twelve hours.
//
// A gc that has an old pack open writes its objects to a new one, even after the old pack was
// removed. So a purge must not run beside it. The other tasks of git maintenance hold a lock in the
// folder of objects instead. KeepObjects switches them off, but somebody may run them. A git repack
// by hand takes neither lock. So Trace looks until no pack has come or gone during a look.
const (
	gcNote          = "gc.pid"
	maintenanceLock = "maintenance.lock"
	gcBelieved      = 12 * time.Hour

	// gcPatience is the longest wait of a purge for a git that can be seen at work.
	gcPatience = lockPatience
	// hasty is the wait of a purge that keeps somebody else waiting, and the wait for a process
	// that nobody here can see. Work that is not done by then stays a pending purge.
	hasty = 500 * time.Millisecond

	maintenancePatience = 5 * time.Second
)

// purgeLock is the lock of a process that removes objects. It is held while casefile's own notes in
// gc.pid stand.
const purgeLock = "purge"

// errGCRuns says that git is at work on the packs.
var errGCRuns = errors.New("git gc is at work here")

// gcBusy is errGCRuns of one file.
type gcBusy struct {
	path, why string
	seen      bool // that its process lives can be seen here
}

func (b *gcBusy) Error() string { return errGCRuns.Error() + ": " + b.path + ": " + b.why }
func (b *gcBusy) Unwrap() error { return errGCRuns }

// InHaste has purges of this repository wait for nobody: somebody waits for an answer.
func (r *Repo) InHaste() { r.haste = true }

// Hasty reports whether purges of this repository are to wait for nobody.
func (r *Repo) Hasty() bool { return r.haste }

// LockToPurge takes a lock for a command that destroys keys. It waits as Lock does. In haste it
// soon returns a LockedError.
func (r *Repo) LockToPurge(ctx context.Context, name string) (unlock func(), err error) {
	if !r.haste {
		return r.Lock(ctx, name)
	}
	soon, done := context.WithTimeout(ctx, hasty)
	defer done()
	return r.Lock(soon, name)
}

// forGC returns the longest wait for the process in the note.
func (r *Repo) forGC(b *gcBusy, most time.Duration) time.Duration {
	if r.haste || !b.seen {
		return min(most, hasty)
	}
	return most
}

// keepGCOut takes gc's own note and the lock of git maintenance. It waits a while for a git at
// work. The caller holds purgeLock.
func (r *Repo) keepGCOut(ctx context.Context, patience time.Duration) (release func(), err error) {
	for begun := time.Now(); ; {
		release, err = r.takeGCPlace()
		busy, runs := errors.AsType[*gcBusy](err)
		if !runs || time.Since(begun) >= r.forGC(busy, patience) {
			return release, err
		}
		r.Waits(time.Since(begun), busy.path, busy.why)
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// takeGCPlace takes both the note and the lock, or neither.
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

// takeMaintenance takes the lock of git maintenance, which runs no task without it. The lock names
// its process, as gc's note does, and every account may read it. So nobody waits for a process that
// was killed.
func (r *Repo) takeMaintenance() (release func(), err error) {
	path := filepath.Join(r.objects, maintenanceLock)
	r.dropMaintenance(path, false)
	lock, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return nil, &gcBusy{path, "git maintenance is at work", true}
	}
	if err != nil {
		return nil, err
	}
	_, err = lock.Write(gcNoteText())
	if err = errors.Join(err, lock.Close()); err != nil {
		os.Remove(path)
		return nil, err
	}
	return func() { os.Remove(path) }, nil
}

// dropMaintenance removes the lock of git maintenance if its process has ended. purging says
// whether another process holds purgeLock.
func (r *Repo) dropMaintenance(path string, purging bool) bool {
	switch n := readGCNote(path); {
	case n.ours && purging:
		return false
	case n.ours, n.known && n.here && !alive(n.pid):
		return os.Remove(path) == nil
	}
	return r.dropStale(path, otherLockAge)
}

func (r *Repo) takeGCNote() (release func(), err error) {
	path := filepath.Join(r.common, gcNote)
	r.dropStale(path+".lock", otherLockAge)
	lock, err := os.OpenFile(path+".lock", os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil, &gcBusy{path + ".lock", "git gc begins its work", true}
	}
	if err != nil {
		return nil, err
	}
	if busy := r.gcRuns(false); busy != nil {
		err = busy
	}
	if err = errors.Join(err, lock.Close()); err == nil {
		err = WriteFile(path, 0o644, Content(gcNoteText()))
	}
	os.Remove(path + ".lock")
	if err != nil {
		return nil, err
	}
	return func() { os.Remove(path) }, nil
}

// gcNoteText returns the note of a purge: first the line that git reads, below it the holder of the
// purge lock.
func gcNoteText() []byte {
	o := ownerNow()
	return append(fmt.Appendf(nil, "%d %s\n", o.Pid, cmp.Or(o.Host, "localhost")), o.text()...)
}

// gcRuns returns the note of a git that may be at work; nil if there is none. A note of casefile's
// own counts while a process on any machine holds purgeLock. purging says whether another process
// holds it.
func (r *Repo) gcRuns(purging bool) *gcBusy {
	path := filepath.Join(r.common, gcNote)
	info, err := os.Stat(path)
	if err != nil {
		return nil
	}
	n := readGCNote(path)
	n.age = time.Since(info.ModTime())
	if why, seen := n.held(purging); why != "" {
		return &gcBusy{path, why, seen}
	}
	return nil
}

// purges reports whether somebody takes objects out of this repository.
func (r *Repo) purges() bool {
	lock := filepath.Join(r.common, "casefile", purgeLock+".lock")
	return held(lock) || heldBy(claimFile(lock)) != ""
}

// noted is the content of a note in gc.pid.
type noted struct {
	known bool // else the file has another form
	ours  bool // a purge wrote it
	here  bool // the process is one of this machine
	pid   int
	host  string
	age   time.Duration
}

// held returns why a process may still hold the note, and whether that process can be seen. why is
// "" for a dead note.
func (n noted) held(purging bool) (why string, seen bool) {
	far := ""
	if n.age < 0 {
		far = ", and its time lies in the future"
	}
	switch {
	case n.ours && purging:
		return "casefile destroys keys there", true
	case n.ours, n.age > gcBelieved:
		return "", false
	case !n.known:
		return "it does not say which process is at work" + far, false
	case !n.here:
		return fmt.Sprintf("process %d on %s, which can't be seen from here", n.pid, n.host) + far,
			false
	case n.pid == os.Getpid() || !alive(n.pid) || begunAfter(n.pid, n.age):
		return "", false
	}
	return fmt.Sprintf("process %d is at work", n.pid), true
}

// begunAfter reports whether a process is younger than age. Then it has the number of a process
// that ended before.
func begunAfter(pid int, age time.Duration) bool {
	runs := ageOf(pid)
	return runs >= 0 && runs < age-startSlack
}

// readGCNote reads what a note tells.
func readGCNote(path string) (n noted) {
	data, _ := ReadAtMost(path, mostOwn)
	if words, _ := fmt.Sscan(string(data), &n.pid, &n.host); words != 2 {
		return noted{}
	}
	own, err := os.Hostname()
	n.known, n.here, n.host = true, err == nil && n.host == own, oneWord(n.host)
	_, n.ours = ownerOf(string(data))
	return n
}

// packing returns the signs that a git is at work on the packs. After each push to a server, git
// holds the lock of its maintenance for a moment, which is waited for.
func (r *Repo) packing(ctx context.Context) (out []Place) {
	lock := filepath.Join(r.objects, maintenanceLock)
	there := func() bool { _, err := os.Lstat(lock); return err == nil }
	begun, most := time.Now(), r.forGC(&gcBusy{seen: true}, maintenancePatience)
	for there() && time.Since(begun) < most && ctx.Err() == nil {
		if !r.dropMaintenance(lock, r.purges()) {
			r.Waits(time.Since(begun), lock, "git maintenance is at work")
			time.Sleep(50 * time.Millisecond)
		}
	}
	if there() {
		out = append(out, Place{Where: lock,
			What: "git maintenance is at work, and may write another copy"})
	}
	if busy := r.gcRuns(r.purges()); busy != nil {
		what := "git gc is at work, and may write another copy"
		if !busy.seen {
			what = "git gc may be at work, and may write another copy: " + busy.why
		}
		out = append(out, Place{Where: busy.path, What: what})
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
var errRestless = errors.New("git rewrites packs all the time here; try again when it is done")

// lookUntilStill looks again if packs have come or gone during the look.
func lookUntilStill(names func() (string, error), look func() ([]objectCopy, error)) (
	[]objectCopy, error,
) {
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

// packNames returns the files that git keeps packs in now.
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
