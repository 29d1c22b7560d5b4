package remote

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"casefile/internal/ledger"
	"casefile/internal/store"
)

// gitDirOf returns the git directory that a clone gets in a folder.
func gitDirOf(dir string, bare bool) string {
	if bare {
		return dir
	}
	return filepath.Join(dir, ".git")
}

// cloningIn returns the path of the note that a clone is being made in a folder.
func cloningIn(dir string, bare bool) string {
	return filepath.Join(gitDirOf(dir, bare), "casefile", "cloning")
}

// noteBegun writes the note by which a copy that was begun is known. It comes before anything else
// in the copy's folder.
func noteBegun(note string) error {
	if err := store.MakeFolder(filepath.Dir(note), 0o777); err != nil {
		return err
	}
	return store.WriteFile(note, 0o600, store.Content([]byte("begun\n")))
}

// clearCloning removes the beginning of a clone that was killed before main was there. Until then
// nobody can have recorded in the folder. After that, and in any other folder, nothing is removed.
func clearCloning(dir string, bare bool) {
	note, home := cloningIn(dir, bare), gitDirOf(dir, bare)
	if link, err := os.Readlink(home); err == nil && link != "" && !bare {
		return // a .git of our own is a folder
	}
	info, err := os.Lstat(note)
	begun := err == nil && info.Mode().IsRegular() && !hadMain(home)
	if begun || barelyBegun(dir, note) {
		clear(dir, false)
	}
}

// hadMain reports whether a git directory has, or may have had, the branch main.
func hadMain(gitDir string) bool {
	_, err := os.Lstat(filepath.Join(gitDir, "logs", filepath.FromSlash(ledger.MainRef)))
	w := store.Wreck{GitDir: gitDir}
	return w.Ref(ledger.MainRef) != "" || !errors.Is(err, fs.ErrNotExist)
}
