package store

import (
	"errors"
	"io/fs"
	"os"
)

// syncDir does nothing: Windows opens no folder to sync it, and NTFS writes names through a journal
// of its own.
func syncDir(string) error { return nil }

// replace renames a file over an existing one. Windows refuses if the existing file is read-only,
// as every object of git is.
func replace(from, to string) error {
	err := os.Rename(from, to)
	if errors.Is(err, fs.ErrPermission) && os.Chmod(to, 0o600) == nil {
		err = os.Rename(from, to)
	}
	return err
}
