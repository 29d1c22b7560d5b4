package store

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// WriteFile replaces the file at a path, with exactly this mode, and with the same rights for the
// group of a shared server (see sharedOwn). It first writes the content beside it, under a name
// that begins with .casefile-, fsyncs it, and then renames it. A reader, or the next command after
// a crash or a full disk, finds the whole old file or the whole new one. When WriteFile returns
// nil, the new file survives a loss of power. A temporary file stays behind only if the process was
// killed.
func WriteFile(path string, mode fs.FileMode, content func(io.Writer) error) error {
	temp, err := WriteBeside(path, mode, content)
	if err != nil {
		return err
	}
	return putOrDrop(temp, path)
}

// WriteCache writes a file as WriteFile does, for data that can be made again. It waits for no
// disk. After a loss of power the file may be the old one, the new one, or empty.
func WriteCache(path string, mode fs.FileMode, content func(io.Writer) error) error {
	temp, err := writeBeside(path, mode, content, false)
	if err != nil {
		return err
	}
	if err := replace(temp, path); err != nil {
		os.Remove(temp)
		return err
	}
	return nil
}

// AppendCache adds lines to a file of data that can be made again. It begins with an empty line, so
// that half a line from a crash spoils no other line.
func AppendCache(path string, data []byte) error {
	f, err := OpenPlain(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(append([]byte("\n"), data...))
	return errors.Join(err, f.Close())
}

// WriteBeside returns the first half of WriteFile, for several files that take their places
// together: temp is durable, and the caller renames or removes it.
func WriteBeside(path string, mode fs.FileMode, content func(io.Writer) error) (
	temp string, err error,
) {
	return writeBeside(path, mode, content, true)
}

// PutInPlace returns the second half of WriteFile: it renames temp, and makes the name durable.
// Where it fails, either file may be in the place, whole.
func PutInPlace(temp, path string) error {
	if err := replace(temp, path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

// MakeFolder makes a folder for files that must not be lost, with the missing folders above it, and
// makes their names durable: a file is no safer than the names that lead to it.
func MakeFolder(path string, mode fs.FileMode) error {
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	above := filepath.Dir(path)
	if err := MakeFolder(above, mode); err != nil {
		return err
	}
	err := os.Mkdir(path, mode)
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	if err == nil {
		shareOwn(path)
	}
	return syncDir(above)
}

func writeBeside(path string, mode fs.FileMode, content func(io.Writer) error, durable bool) (
	temp string, err error,
) {
	f, err := os.CreateTemp(filepath.Dir(path), ".casefile-")
	if err != nil {
		return "", fmt.Errorf("%s can't be written: %w", path, errors.Unwrap(err))
	}
	err = content(f)
	if err == nil {
		err = f.Chmod(groupToo(path, mode))
	}
	if err := closeWhole(f, err, durable); err != nil {
		return "", err
	}
	return f.Name(), nil
}

// closeWhole closes a temporary file after writing it ended with err, and removes it where it
// is not whole.
func closeWhole(f *os.File, err error, durable bool) error {
	if err == nil && durable {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		os.Remove(f.Name())
	}
	return err
}

// WriteNew writes a file where there was none, durably, and refuses with
// fs.ErrExist where there is one: a key that is lost can't be made again. The umask
// takes from mode. The content is written beside its place, as by WriteFile, and then
// put there without replacing what has come meanwhile, so that no two of them can win.
// A full disk leaves nothing; a crash leaves at most a temporary file, and nothing where the
// system has files without a name.
func WriteNew(path string, mode fs.FileMode, content func(io.Writer) error) error {
	if _, err := os.Lstat(path); err == nil {
		return taken(path)
	}
	if f, err := unnamedIn(filepath.Dir(path), mode); err == nil {
		defer f.Close()
		return nameNew(f, path, mode, content)
	}
	return newBeside(path, mode, content)
}

// nameNew does the work of WriteNew with a file that gets its name only when it is whole.
func nameNew(f *os.File, path string, mode fs.FileMode, content func(io.Writer) error) error {
	if err := content(f); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	switch err := nameFile(f, path); {
	case errors.Is(err, fs.ErrExist):
		return taken(path)
	case err != nil: // it has its content once only
		return newBeside(path, mode, func(w io.Writer) error { return copyFrom(w, f) })
	}
	return syncDir(filepath.Dir(path))
}

// newBeside does the work of WriteNew with a temporary file beside the path.
func newBeside(path string, mode fs.FileMode, content func(io.Writer) error) error {
	temp := filepath.Join(filepath.Dir(path), ".casefile-"+rand.Text())
	f, err := os.OpenFile(temp, os.O_CREATE|os.O_EXCL|os.O_WRONLY, mode)
	if err != nil {
		return &fs.PathError{Op: opened, Path: path, Err: errors.Unwrap(err)}
	}
	if err := closeWhole(f, content(f), true); err != nil {
		return err
	}
	defer os.Remove(temp)
	if err := placeNew(temp, path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

// placeNew gives a file its name, and refuses where something has that name.
func placeNew(temp, path string) error {
	err := os.Link(temp, path)
	if err == nil {
		return nil
	}
	if errors.Is(err, fs.ErrExist) {
		return taken(path)
	}
	return claimNew(temp, path)
}

// claimNew does the work of placeNew on file systems without links, such as a memory stick. It
// first claims the name with an empty file, which a crash may leave.
func claimNew(temp, path string) error {
	claim, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if err = errors.Join(claim.Close(), os.Rename(temp, path)); err != nil {
		os.Remove(path)
	}
	return err
}

// opened is the operation that package os names in the error of a file that could not be opened.
const opened = "open"

func taken(path string) error {
	return &fs.PathError{Op: opened, Path: path, Err: syscall.EEXIST}
}

// Content gives bytes to WriteFile.
func Content(data []byte) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	}
}
