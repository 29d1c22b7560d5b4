package keyring

import (
	"errors"
	"io/fs"
	"os"

	"casefile/internal/store"
)

// staging writes files of keys beside their places first, durably, and puts them
// there once all of them are whole. What is in a place until then stays: the last
// key is never lost to a full disk or a crash.
type staging struct {
	disk  disk
	ready []stagedFile
	taken []string // to be removed at the end
}

type stagedFile struct{ temp, path string }

// disk is the set of file operations of staging. Written and renamed files are durable when a call
// returns.
type disk interface {
	// beside writes a file in the folder of path, under a name of its own; none where
	// it fails.
	beside(path string, data []byte, mode fs.FileMode) (temp string, err error)
	// put gives a file another name, in the same folder.
	put(temp, path string) error
	remove(path string) error
}

func (k *Keyring) staging() *staging { return &staging{disk: k.disk} }

// add writes a file for path and gives its name until commit.
func (s *staging) add(path string, data []byte, mode fs.FileMode) (temp string, err error) {
	if temp, err = s.disk.beside(path, data, mode); err != nil {
		return "", err
	}
	s.ready = append(s.ready, stagedFile{temp, path})
	return temp, nil
}

// remove takes a file away once all others are in place.
func (s *staging) remove(path string) { s.taken = append(s.taken, path) }

// commit puts the files in place, in the order in which they were added.
func (s *staging) commit() error {
	for len(s.ready) > 0 {
		next := s.ready[0]
		if err := s.disk.put(next.temp, next.path); err != nil {
			return err
		}
		s.ready = s.ready[1:]
	}
	for _, path := range s.taken {
		if err := s.disk.remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// drop removes what was not put in place.
func (s *staging) drop() {
	for _, f := range s.ready {
		s.disk.remove(f.temp)
	}
}

// realDisk is the machine's own.
type realDisk struct{}

func (realDisk) beside(path string, data []byte, mode fs.FileMode) (temp string, err error) {
	return store.WriteBeside(path, mode, store.Content(data))
}

func (realDisk) put(temp, path string) error { return store.PutInPlace(temp, path) }

func (realDisk) remove(path string) error { return os.Remove(path) }
