package store

import (
	"errors"
	"os"
)

// WriteNew writes a file that is not there yet, durably, and never over another:
// a key that is lost can't be made again.
func WriteNew(path string, data []byte, mode os.FileMode) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, mode)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Sync(), f.Close())
}
