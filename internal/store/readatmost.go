package store

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"syscall"
)

// Bounds of files that lie in a repository's folder beside its objects, or in a person's own.
const (
	mostOwn   = 1 << 20  // bytes of one with a few lines
	mostRefs  = 64 << 20 // bytes of packed-refs: a line of 70 for each ref
	mostNotes = 16 << 20 // bytes of a copy's own notes
)

// ErrNoPlainFile says that there is no plain file at a path. A pipe or a device would block the
// reader, and may have no end.
var ErrNoPlainFile = errors.New("is not a plain file")

// OpenPlain opens a plain file, as os.OpenFile does. It refuses anything else without waiting. It
// checks the file that it opened, so nothing can be exchanged in between.
func OpenPlain(path string, flag int, mode fs.FileMode) (*os.File, error) {
	f, err := os.OpenFile(path, flag|syscall.O_NONBLOCK, mode)
	if errors.Is(err, syscall.ENXIO) { // a pipe that nobody reads, or a device without its driver
		return nil, fmt.Errorf("%s %w", path, ErrNoPlainFile)
	}
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("%s %w", path, ErrNoPlainFile)
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// ReadAtMost reads a plain file that has at most so many bytes. It may be another's: a file
// of any size, or none.
func ReadAtMost(path string, most int64) ([]byte, error) {
	f, err := OpenPlain(path, os.O_RDONLY, 0)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if info.Size() > most {
		return nil, fmt.Errorf("%w: %s has more than %d bytes", ErrTooLarge, path, most)
	}
	var data bytes.Buffer
	data.Grow(int(info.Size()) + bytes.MinRead) // else it is copied as it grows
	_, err = data.ReadFrom(io.LimitReader(f, most+1))
	if err == nil && int64(data.Len()) > most { // it has grown since, or has no size
		err = fmt.Errorf("%w: %s has more than %d bytes", ErrTooLarge, path, most)
	}
	return data.Bytes(), err
}
