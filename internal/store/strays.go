package store

import (
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// strayAge is the age from which no process can still be writing a temporary file. The largest push
// lasts some hours, and writes all the time.
const strayAge = 24 * time.Hour

// stray reports whether git or casefile gives this name to an unfinished file. A killed process
// leaves such a file. Git itself removes it in gc, which init and clone keep away from the objects.
func stray(name string) bool {
	for _, begins := range []string{".casefile-", "tmp_", ".tmp-", "incoming-"} {
		if strings.HasPrefix(name, begins) {
			return true
		}
	}
	return false
}

// ClearStrays removes what killed processes left half written among the objects, in
// casefile's own folder, and beside git's hooks and settings.
func (r *Repo) ClearStrays(now time.Time) error {
	return r.clearStrays(now, func(string) bool { return false })
}

// ClearSomeStrays does that except for most of the folders of objects, which are many: of
// sixteen it draws one. Commands that run often come by each within a day, the age of a stray.
func (r *Repo) ClearSomeStrays(now time.Time) error {
	const digits = "0123456789abcdef"
	drawn := digits[rand.IntN(len(digits))]
	return r.clearStrays(now, func(folder string) bool {
		return filepath.Dir(folder) == r.objects && len(filepath.Base(folder)) == 2 &&
			folder[len(folder)-1] != drawn
	})
}

func (r *Repo) clearStrays(now time.Time, passed func(folder string) bool) error {
	var all []error
	for _, name := range []string{"", "hooks", "info"} {
		all = append(all, ClearStraysIn(filepath.Join(r.common, name), now))
	}
	return errors.Join(append(all, clearBelow(r.objects, now, passed),
		clearBelow(filepath.Join(r.common, "casefile"), now, passed))...)
}

// ClearBegun removes what an earlier run left half written in a repository that is only being
// made: an init, or the restore of a server, that was cut off. Whoever takes that up does not
// wait for a day: what no process may hold goes, as with git's locks.
func (r *Repo) ClearBegun() error {
	strays, err := straysBelow(r.common)
	if err != nil || len(strays) == 0 {
		return err
	}
	now, err := folderClock(filepath.Join(r.common, "casefile"))
	for path, written := range strays {
		if err == nil && r.abandoned(path, now.Sub(written)) {
			err = missingIsNone(os.RemoveAll(path))
		}
	}
	return err
}

// straysBelow lists the temporary files below a folder, with the time of the last write. It lists a
// temporary folder without its content.
func straysBelow(top string) (map[string]time.Time, error) {
	out := map[string]time.Time{}
	err := filepath.WalkDir(top, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !stray(d.Name()) {
			return missingIsNone(err)
		}
		if info, err := d.Info(); err == nil {
			out[path] = info.ModTime()
		}
		if d.IsDir() {
			return fs.SkipDir
		}
		return nil
	})
	return out, err
}

// abandoned says of a temporary file whether nobody can be at it any more.
func (r *Repo) abandoned(path string, age time.Duration) bool {
	f := lockFacts{age: age, patience: strayAge}
	if age > seenLockAge {
		f.owners = ownersOf(path, r.common, r.GitDir(), r.WorkDir())
	}
	return f.held() == ""
}

// clearBelow removes the strays below a folder, except in folders that are passed by.
func clearBelow(top string, now time.Time, passed func(folder string) bool) error {
	err := filepath.WalkDir(top, func(path string, e fs.DirEntry, err error) error {
		switch {
		case err != nil: // somebody else removed it
			return missingIsNone(err)
		case stray(e.Name()) && path != top:
			if err := dropStray(path, e, now); err != nil {
				return err
			}
			return skipped(e)
		case e.IsDir() && passed(path):
			return fs.SkipDir
		}
		return nil
	})
	return missingIsNone(err)
}

// dropStray removes a stray that is old. Nothing is followed: a link goes, and not where it leads.
func dropStray(path string, e fs.DirEntry, now time.Time) error {
	info, err := e.Info()
	if err != nil || now.Sub(info.ModTime()) <= strayAge {
		return nil
	}
	return missingIsNone(os.RemoveAll(path))
}

// ClearStraysIn removes the strays of one folder.
func ClearStraysIn(dir string, now time.Time) error {
	list, err := os.ReadDir(dir)
	if err != nil {
		return missingIsNone(err)
	}
	for _, e := range list {
		if stray(e.Name()) {
			err = errors.Join(err, dropStray(filepath.Join(dir, e.Name()), e, now))
		}
	}
	return err
}

func missingIsNone(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
