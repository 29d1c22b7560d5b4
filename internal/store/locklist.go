package store

import (
	"io/fs"
	"path/filepath"
	"strings"
	"time"
)

// Locks returns the locks of this repository, git's and casefile's own, each with the reason why
// somebody may hold it ("" for a free one). Of our own locks it lists the held ones, and those that
// still name a process that has ended.
func (r *Repo) Locks() (out []OldLock) {
	for _, path := range r.lockFiles() {
		if l, there := r.lockAt(path); there {
			out = append(out, l)
		}
	}
	return out
}

// DropLocks removes the free locks that may allows, and returns their files. It leaves a lock that
// a process holds or may hold.
func (r *Repo) DropLocks(may func(path string) bool) (dropped []string) {
	r.awaitAhead(may)
	for _, l := range r.Locks() {
		gone := false
		switch {
		case l.Why != "" || !may(l.Path):
		case !r.isOwnLock(l.Path):
			gone = r.dropStale(l.Path, r.patienceFor(l.Path))
		case strings.HasSuffix(l.Path, ".held"):
			gone = dropClaim(l.Path)
		default:
			gone = forgetOwner(l.Path)
		}
		if gone {
			dropped = append(dropped, l.Path)
		}
	}
	return dropped
}

// lockFiles returns all files that may be locks. Among the objects there is one, beside the folders
// of objects.
func (r *Repo) lockFiles() (out []string) {
	_ = filepath.WalkDir(r.common, func(path string, e fs.DirEntry, err error) error {
		switch {
		case err != nil: // what can't be looked into is told elsewhere
			return nil
		case e.IsDir() && filepath.Dir(path) == r.objects && e.Name() != "info":
			return fs.SkipDir
		case !e.IsDir() && (strings.HasSuffix(path, ".lock") ||
			strings.HasSuffix(path, ".lock.held")):
			out = append(out, path)
		}
		return nil
	})
	return out
}

// isOwnLock reports whether a file is a lock of casefile's own: also a linked work tree has some.
func (r *Repo) isOwnLock(path string) bool {
	for _, home := range []string{r.common, r.GitDir()} {
		if strings.HasPrefix(path, filepath.Join(home, "casefile")+string(filepath.Separator)) {
			return true
		}
	}
	return false
}

// lockAt looks at one file; false where it is no lock, or one that has no trace of a holder.
func (r *Repo) lockAt(path string) (OldLock, bool) {
	if !r.isOwnLock(path) {
		found := r.locks([]string{path})
		return append(found, OldLock{})[0], len(found) > 0
	}
	o, known := readOwner(path)
	l := OldLock{Path: path}
	if known && !o.Since.IsZero() {
		l.Age = time.Since(o.Since)
	}
	if strings.HasSuffix(path, ".held") {
		l.Why = heldBy(path)
		return l, true
	}
	if held(path) {
		if l.Why = unsaid; known {
			l.Why = o.Words()
		}
	}
	return l, l.Why != "" || known
}
