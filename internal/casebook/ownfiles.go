package casebook

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"casefile/internal/store"
)

// The folder casefile of a copy usually holds only files of this program. A folder that was
// received, or that a file manager visited, may hold anything. None of it may keep a command from
// finishing, least of all one that takes keys away.

// errOwnFile says that a file can't be one of this program's.
var errOwnFile = errors.New("its file is not a plain file, or too large")

// mostNote is the greatest size of a note in this copy, in bytes.
const mostNote = 16 << 20

// readOwn reads a file of that folder, of at most so many bytes. It refuses links, pipes and files
// without end.
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

// appendOwn adds lines to a file of that folder, and syncs them to the disk. It begins with a line
// end, as a crash may have cut the last line short.
func appendOwn(path, lines string) error {
	// opening a pipe would wait for its other end
	if err := missingIsFine(plainOwn(path)); err != nil {
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

// plainOwn returns errOwnFile for anything except a regular file. This program makes no links
// either.
func plainOwn(path string) error {
	info, err := os.Lstat(path)
	if err == nil && !info.Mode().IsRegular() {
		err = errOwnFile
	}
	return err
}

// memberFolders lists the subfolders of a folder that has one for each member. It passes over
// everything else.
func memberFolders(dir string) (out []string, err error) {
	list, err := os.ReadDir(dir)
	for _, e := range list {
		if e.IsDir() {
			out = append(out, e.Name())
		}
	}
	return out, missingIsFine(err)
}
