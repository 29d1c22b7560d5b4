package casebook

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"casefile/internal/store"
)

// What lies in this copy's folder casefile was written by this program, as a rule. A folder
// that somebody received, or a file manager was in, may hold anything there, and none of it
// may keep a command from its end: least of all one that takes keys away.

// errOwnFile says that such a file can't be one of this program's.
var errOwnFile = errors.New("its file is not a plain file, or too large")

// mostNote bounds a note of this copy.
const mostNote = 16 << 20

// readOwn reads such a file. It may be a link, a pipe, or a file without end.
func readOwn(path string, most int64) ([]byte, error) {
	if err := plainOwn(path); err != nil {
		return nil, err
	}
	data, err := store.ReadAtMost(path, most)
	if errors.Is(err, store.ErrTooLarge) {
		err = fmt.Errorf("%w (%d bytes at most)", errOwnFile, most)
	}
	return data, err
}

// appendOwn adds lines to such a file, after a line that a crash cut short. They are on the disk
// before it ends.
func appendOwn(path, lines string) error {
	if err := missingIsFine(plainOwn(path)); err != nil { // a pipe would be waited for
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := store.OpenPlain(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteString("\n" + lines)
	return errors.Join(err, f.Sync(), f.Close())
}

// plainOwn says why a file can't be one of this program's, which are no links either.
func plainOwn(path string) error {
	info, err := os.Lstat(path)
	if err == nil && !info.Mode().IsRegular() {
		err = errOwnFile
	}
	return err
}

// memberFolders names the folders in one that has a folder for each member; whatever else
// lies there is passed over.
func memberFolders(dir string) (out []string, err error) {
	list, err := os.ReadDir(dir)
	for _, e := range list {
		if e.IsDir() {
			out = append(out, e.Name())
		}
	}
	return out, missingIsFine(err)
}
