package store

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// aheadFolder, in the folder casefile, has an empty file for each lock whose time lay in the
// future, for example because the clock was set back. Such a time says nothing about the lock's
// age. The time of the empty file is the lock's first look by any process; the lock has not changed
// since.
const aheadFolder = "ahead"

// aheadKept is the longest time for which such a file is kept.
const aheadKept = 24 * time.Hour

// seenFor returns the time for which a lock has been seen unchanged. It returns 0 at the first
// look, and for a lock whose time never lay in the future. now is the clock of the folder.
func (r *Repo) seenFor(path string, info os.FileInfo, now time.Time) time.Duration {
	mark := r.aheadMark(path, info)
	seen, err := os.Lstat(mark)
	switch {
	case err == nil && !seen.ModTime().After(now):
		return now.Sub(seen.ModTime())
	case info.ModTime().After(now):
		r.dropAhead(now)
		_ = os.Remove(mark) // the clock was set back again
		if MakeFolder(filepath.Dir(mark), 0o700) == nil {
			_, _ = touch(mark)
		}
	}
	return 0
}

// aheadMark returns the path of the file for a lock. If the lock has another time or size, the path
// is another.
func (r *Repo) aheadMark(path string, info os.FileInfo) string {
	of := fmt.Sprintf("%s\n%d\n%d", path, info.ModTime().UnixNano(), info.Size())
	sum := sha256.Sum256([]byte(of))
	return filepath.Join(r.common, "casefile", aheadFolder, hex.EncodeToString(sum[:16]))
}

// dropAhead removes files of that folder that are of no use any more.
func (r *Repo) dropAhead(now time.Time) {
	folder := filepath.Join(r.common, "casefile", aheadFolder)
	list, _ := os.ReadDir(folder)
	for _, e := range list {
		if info, err := e.Info(); err == nil && now.Sub(info.ModTime()).Abs() > aheadKept {
			_ = os.Remove(filepath.Join(folder, e.Name()))
		}
	}
}

// awaitAhead waits while there are locks whose time is in the future and that nobody has judged
// yet. It waits as long as it takes to judge one.
func (r *Repo) awaitAhead(may func(path string) bool) {
	for begun := time.Now(); time.Since(begun) < seenLockAge+time.Second; {
		waits := false
		for _, l := range r.Locks() {
			if l.Ahead && l.Why != "" && l.Age <= seenLockAge && may(l.Path) {
				r.Waits(time.Since(begun), l.Path, l.Why)
				waits = true
			}
		}
		if !waits {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
}
