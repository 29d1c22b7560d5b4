package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// strayAge is how long ago a temporary file must have been written last, so that no process is
// at it any more: the largest push lasts some hours, and writes all the while.
const strayAge = 24 * time.Hour

// stray says of a name whether git or casefile gives it to what is not whole yet. Of a killed
// process it stays: git itself drops it in gc, which init and clone keep from the objects.
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
	var all []error
	for _, name := range []string{"", "hooks", "info"} {
		all = append(all, ClearStraysIn(filepath.Join(r.common, name), now))
	}
	return errors.Join(append(all, eachFolder(r.objects, now),
		eachFolder(filepath.Join(r.common, "casefile"), now))...)
}

// eachFolder clears all folders below one.
func eachFolder(top string, now time.Time) error {
	err := filepath.WalkDir(top, func(path string, d fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist): // somebody else removed it
			return nil
		case err != nil || !d.IsDir():
			return err
		}
		return ClearStraysIn(path, now)
	})
	return missingIsNone(err)
}

// ClearStraysIn does that in one folder. Nothing is followed: a link goes, and not where it leads.
func ClearStraysIn(dir string, now time.Time) error {
	list, err := os.ReadDir(dir)
	if err != nil {
		return missingIsNone(err)
	}
	for _, e := range list {
		if !stray(e.Name()) {
			continue
		}
		info, infoErr := e.Info()
		if infoErr == nil && now.Sub(info.ModTime()) > strayAge {
			err = errors.Join(err, missingIsNone(os.RemoveAll(filepath.Join(dir, e.Name()))))
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
