package cli

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"casefile/internal/disclose"
	"casefile/internal/store"
)

// writePackage writes a package to a folder, new or empty, that only its owner
// can read: whole, or not at all. Names may have one folder, as entries/NAME.
func writePackage(folder string, files disclose.Package) (err error) {
	var made []string
	defer func() {
		if err == nil {
			return
		}
		slices.Reverse(made)
		for _, path := range made {
			_ = os.Remove(path) // the error that counts is the one before
		}
	}()
	list, err := os.ReadDir(folder)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if err = os.Mkdir(folder, 0o700); err == nil {
			made = append(made, folder)
		}
	case err == nil && len(list) > 0:
		return withHint(usage("%s exists already, and is not empty", folder), "name a new folder, or empty this one")
	case err == nil:
		err = os.Chmod(folder, 0o700)
	default:
		return usage("%s is no folder", folder)
	}
	for name, data := range files {
		if err != nil {
			return err
		}
		path := filepath.Join(folder, filepath.FromSlash(name))
		if below := filepath.Dir(path); below != filepath.Clean(folder) {
			switch err = os.Mkdir(below, 0o700); {
			case err == nil:
				made = append(made, below)
			case errors.Is(err, fs.ErrExist):
				err = nil
			default:
				return err
			}
		}
		made = append(made, path)
		err = store.WriteNew(path, data, 0o600)
	}
	return err
}

// outside refuses to write a readable text among the records, from where the
// next git add and push would carry it off.
func outside(repo *store.Repo, folder string) error {
	if repo.Holds(folder) {
		return withHint(usage("%s lies among the records, where nothing readable may lie", folder),
			"name a folder elsewhere with -o")
	}
	return nil
}
