package store

import (
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
		dropped = dropStale(filepath.Join(r.common, filepath.FromSlash(name)), age) || dropped
	}
	return dropped
}

func dropStale(path string, age time.Duration) bool {
	info, err := os.Lstat(path)
	return err == nil && time.Since(info.ModTime()) > age && os.Remove(path) == nil
}
