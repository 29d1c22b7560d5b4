package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// halfMade returns the git directory of a folder in which git init was interrupted, and "" if there
// is none. Such a directory lacks a part that git needs, and holds no object and no ref. So nothing
// is lost when git makes it again.
func halfMade(dir string) string {
	for _, home := range []string{filepath.Join(dir, ".git"), dir} {
		ours := home != dir && isFolder(home) || isFolder(filepath.Join(home, "refs", "heads"))
		unfinished := !exists(home, "HEAD") || !exists(home, "objects")
		if ours && unfinished && !exists(home, "packed-refs") &&
			onlyFolders(home, "refs") && onlyFolders(home, "objects") {
			return home
		}
	}
	return ""
}

func exists(dir, name string) bool {
	_, err := os.Lstat(filepath.Join(dir, name))
	return err == nil
}

func isFolder(path string) bool {
	info, err := os.Lstat(path)
	return err == nil && info.IsDir()
}

// onlyFolders says that a folder holds no file at any depth, or is not there.
func onlyFolders(dir, name string) bool {
	err := filepath.WalkDir(filepath.Join(dir, name),
		func(_ string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				err = fs.ErrExist
			}
			return err
		})
	return err == nil || errors.Is(err, fs.ErrNotExist)
}

// dropInitLocks removes the locks that a git init which was cut off left behind.
func dropInitLocks(home string) error {
	for _, name := range []string{"HEAD.lock", "config.lock"} {
		err := os.Remove(filepath.Join(home, name))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}
