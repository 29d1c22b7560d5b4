package store

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// git holds the lock of a ref for milliseconds. One that is left behind by a git
// that was killed would keep everybody out for ever; after this long nobody can
// be behind it. The refs that casefile alone moves need less patience.
const (
	ownLockAge   = 10 * time.Second
	otherLockAge = 10 * time.Minute
)

// dropStaleLocks removes lock files of the refs to move that are too old to be
// anybody's, and says whether there were any. Processes take turns at it, and
// look again when theirs has come: a lock can't be made anew while the old one
// is there, so what is removed is what was looked at.
func (r *Repo) dropStaleLocks(moves []Move) bool {
	unlock, err := r.Lock("stale")
	if err != nil {
		return false
	}
	defer unlock()
	dropped := false
	names := []string{"HEAD.lock", "packed-refs.lock"}
	for _, m := range moves {
		names = append(names, m.Ref+".lock")
	}
	for _, name := range names {
		age := otherLockAge
		if strings.HasPrefix(name, "refs/casefile/") {
			age = ownLockAge
		}
		dropped = r.dropStale(filepath.Join(r.common, filepath.FromSlash(name)), age) || dropped
	}
	return dropped
}

// dropStale removes a lock that nobody owns. It is old by the clock of its own folder, which
// may be another machine's, or a clock that was set since; no process here may own it; and
// it holds what git leaves in a lock, so that it is one.
func (r *Repo) dropStale(path string, age time.Duration) bool {
	info, err := os.Lstat(path)
	if err != nil || !info.Mode().IsRegular() {
		return false
	}
	now, err := folderClock(filepath.Join(r.common, "casefile"))
	if err != nil || now.Sub(info.ModTime()) <= age {
		return false
	}
	if !isLock(path) || lockOwned(path, r.common, r.GitDir(), r.WorkDir()) {
		return false
	}
	again, err := os.Lstat(path)
	return err == nil && os.SameFile(info, again) && again.ModTime().Equal(info.ModTime()) && os.Remove(path) == nil
}

// folderClock is the time that a file gets which is made in a folder now. Among refs none is
// made: git would take it for one.
func folderClock(dir string) (time.Time, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return time.Time{}, err
	}
	f, err := os.CreateTemp(dir, ".casefile-")
	if err != nil {
		return time.Time{}, err
	}
	defer os.Remove(f.Name())
	info, err := f.Stat()
	return info.ModTime(), errors.Join(err, f.Close())
}

// isLock says whether a file holds what a lock of git's does: nothing yet, the new value of a
// ref, or the beginning of a whole new index or list of packed refs.
func isLock(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	head := make([]byte, 64)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return false
	}
	text := string(head[:n])
	value := strings.TrimSuffix(text, "\n")
	if filepath.Base(path) == gcNote+".lock" { // a process and a host: see gcRuns
		return true
	}
	return text == "" || isID(value) || strings.HasPrefix(text, "ref: ") || strings.HasPrefix(text, "DIRC") ||
		strings.HasPrefix(text, "# pack-refs") || len(text) > 41 && isID(text[:40]) && text[40] == ' ' ||
		len(text) < 41 && strings.Trim(text, "0123456789abcdef") == ""
}
