package store

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
)

// Bounds of files that lie in a repository's folder beside its objects, or in a person's own.
const (
	mostOwn   = 1 << 20  // bytes of one with a few lines
	mostRefs  = 64 << 20 // bytes of packed-refs: a line of 70 for each ref
	mostNotes = 16 << 20 // bytes of what a copy notes for itself
)

// ErrNoPlainFile says that something else than a file lies where one is read: a pipe or a
// device would be waited for, and may have no end.
var ErrNoPlainFile = errors.New("is no plain file")

// ReadAtMost reads a plain file that has at most so many bytes. It may be another's: a file
// of any size, or none.
func ReadAtMost(path string, most int64) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s %w", path, ErrNoPlainFile)
	}
	if info.Size() > most {
		return nil, fmt.Errorf("%w: %s has more than %d bytes", ErrTooLarge, path, most)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var data bytes.Buffer
	data.Grow(int(info.Size()) + bytes.MinRead) // else it is copied as it grows
	_, err = data.ReadFrom(io.LimitReader(f, most+1))
	if err == nil && int64(data.Len()) > most { // it has grown since, or has no size
		err = fmt.Errorf("%w: %s has more than %d bytes", ErrTooLarge, path, most)
	}
	return data.Bytes(), err
}
