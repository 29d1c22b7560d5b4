package store

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// WriteFile puts a file in the place of whatever file was there, with exactly this
// mode. The content is written and fsynced beside it first, under a name that
// begins with .casefile-, and then renamed. Whoever reads, and whoever comes after a
// crash or a full disk, finds the old file whole or the new one whole. Once
// WriteFile has returned nil the new one survives a loss of power. A temporary file
// stays behind only where the process was killed in between.
func WriteFile(path string, mode fs.FileMode, content func(io.Writer) error) error {
	temp, err := WriteBeside(path, mode, content)
	if err != nil {
		return err
	}
	if err := PutInPlace(temp, path); err != nil {
		os.Remove(temp)
		return err
	}
	return nil
}

// WriteCache is WriteFile for what can be made again, and waits for no disk: after
// a loss of power the file may be the old one, the new one, or empty.
func WriteCache(path string, mode fs.FileMode, content func(io.Writer) error) error {
	temp, err := writeBeside(path, mode, content, false)
	if err != nil {
		return err
	}
	if err := os.Rename(temp, path); err != nil {
		os.Remove(temp)
		return err
	}
	return nil
}

// WriteBeside is the first half of WriteFile, for several files that take their
// places together: temp is durable, and the caller renames or removes it.
func WriteBeside(path string, mode fs.FileMode, content func(io.Writer) error) (
	temp string, err error,
) {
	return writeBeside(path, mode, content, true)
}

// PutInPlace is the second half of WriteFile: it renames temp, and makes the name
// durable. Where it fails, either file may be in the place, whole.
func PutInPlace(temp, path string) error {
	if err := os.Rename(temp, path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
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
		err = f.Chmod(mode)
	}
	if err == nil && durable {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		os.Remove(f.Name())
		return "", err
	}
	return f.Name(), nil
}

// WriteNew writes a file where there was none, durably, and refuses with
// fs.ErrExist where there is one: a key that is lost can't be made again. It goes
// straight to its place, so that no two of them can win. What a crash or a full
// disk leaves of it stays, and no later call overwrites it.
func WriteNew(path string, data []byte, mode fs.FileMode) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, mode)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Sync(), f.Close())
}

// Content gives bytes to WriteFile.
func Content(data []byte) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	}
}
