package store

import (
	"crypto/rand"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// WriteAnswer writes a file as WriteFile does, for an answer that a person asked for. Anybody may
// be allowed to read the file. If the system can, the file gets its name only when it is whole. So
// a killed process leaves nothing of it.
func WriteAnswer(path string, mode fs.FileMode, content func(io.Writer) error) error {
	f, err := unnamedIn(filepath.Dir(path), mode)
	if err != nil {
		return WriteFile(path, mode, content)
	}
	defer f.Close()
	if err := errors.Join(content(f), f.Chmod(mode)); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	err = nameFile(f, path)
	if errors.Is(err, fs.ErrExist) {
		temp := filepath.Join(filepath.Dir(path), ".casefile-"+rand.Text())
		if err = nameFile(f, temp); err == nil {
			return putOrDrop(temp, path)
		}
	}
	if err != nil { // it has its content once only
		return WriteFile(path, mode, func(w io.Writer) error { return copyFrom(w, f) })
	}
	return syncDir(filepath.Dir(path))
}

// putOrDrop does what PutInPlace does. After a failure it removes the temporary file.
func putOrDrop(temp, path string) error {
	if err := PutInPlace(temp, path); err != nil {
		os.Remove(temp)
		return err
	}
	return nil
}

// Nameless returns a file for data that is too large for memory. The file goes with its process,
// however that ends. Some systems have no such files.
func Nameless() (*os.File, error) { return unnamedIn(os.TempDir(), 0o600) }

func copyFrom(w io.Writer, f *os.File) error {
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return err
	}
	_, err := io.Copy(w, f)
	return err
}
