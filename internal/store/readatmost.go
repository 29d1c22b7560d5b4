package store

import (
	"fmt"
	"io"
	"os"
)

// readAtMost reads a file of the repository's folder that has at most so many bytes. It may
// be another's, and of any size.
func readAtMost(path string, most int64) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, most+1))
	if err == nil && int64(len(data)) > most {
		err = fmt.Errorf("%w: %s has more than %d bytes", ErrTooLarge, path, most)
	}
	return data, err
}
