package cli

import (
	"errors"
	"os"
	"path/filepath"
)

// staging writes files of keys beside their places first, durably, and puts them
// there once all of them are whole. What is in a place until then stays: the last
// key is never lost to a full disk or a crash.
type staging struct {
	ready []stagedFile
	taken []string // to be removed at the end
}

type stagedFile struct{ temp, path string }

// add writes a file for path and gives its name until commit.
func (s *staging) add(path string, data []byte, mode os.FileMode) (temp string, err error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".casefile-")
	if err != nil {
		return "", err
	}
	s.ready = append(s.ready, stagedFile{f.Name(), path})
	_, err = f.Write(data)
	return f.Name(), errors.Join(err, f.Chmod(mode), f.Sync(), f.Close())
}

// remove takes a file away once all others are in place.
func (s *staging) remove(path string) { s.taken = append(s.taken, path) }

// commit puts the files in place, in the order in which they were added.
func (s *staging) commit() error {
	for len(s.ready) > 0 {
		next := s.ready[0]
		if err := os.Rename(next.temp, next.path); err != nil {
			return err
		}
		s.ready = s.ready[1:]
		if err := syncFolder(filepath.Dir(next.path)); err != nil {
			return err
		}
	}
	for _, path := range s.taken {
		if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	return nil
}

// drop removes what was not put in place.
func (s *staging) drop() {
	for _, f := range s.ready {
		os.Remove(f.temp)
	}
}

func syncFolder(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
