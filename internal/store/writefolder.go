package store

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// Why a folder can't be written.
var (
	ErrNotEmpty  = errors.New("the folder is not empty")
	ErrNotFolder = errors.New("this is not a folder")
)

// Contents returns the contents of files in memory.
func Contents(files map[string][]byte) map[string]func(io.Writer) error {
	out := make(map[string]func(io.Writer) error, len(files))
	for name, data := range files {
		out[name] = Content(data)
	}
	return out
}

// WriteFolder writes files to a new or empty folder that only its owner can read: all of them, or
// none. Each function writes its file's content. Names have slashes and at most one folder, as
// entries/NAME. It returns ErrNotEmpty if the folder has a file, and ErrNotFolder if a file has the
// folder's name. Each file is durable. A killed process may leave some of them.
func WriteFolder(folder string, files map[string]func(io.Writer) error) (err error) {
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
	fresh, err := vacant(folder)
	if err != nil {
		return err
	}
	if fresh {
		made = append(made, folder)
	}
	for name, write := range files {
		path := filepath.Join(folder, filepath.FromSlash(name))
		if below := filepath.Dir(path); below != filepath.Clean(folder) {
			switch err := os.Mkdir(below, 0o700); {
			case err == nil:
				made = append(made, below)
			case !errors.Is(err, fs.ErrExist):
				return err
			}
		}
		err := WriteNew(path, 0o600, write)
		if !errors.Is(err, fs.ErrExist) { // what somebody else put there stays
			made = append(made, path)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// vacant sees to a folder that is there and empty; fresh says that it had to be made.
func vacant(folder string) (fresh bool, err error) {
	list, err := os.ReadDir(folder)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return true, os.Mkdir(folder, 0o700)
	case err != nil:
		return false, ErrNotFolder
	case len(list) > 0:
		return false, ErrNotEmpty
	}
	return false, os.Chmod(folder, 0o700)
}

// RemoveFolder takes back what WriteFolder wrote, and nothing that others put beside it.
func RemoveFolder(folder string, files map[string][]byte) {
	below := map[string]bool{}
	for name := range files {
		path := filepath.Join(folder, filepath.FromSlash(name))
		_ = os.Remove(path)
		below[filepath.Dir(path)] = true
	}
	for dir := range below {
		_ = os.Remove(dir) // only where it is empty
	}
	_ = os.Remove(folder)
}
