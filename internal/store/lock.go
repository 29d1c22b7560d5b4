package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"github.com/rogpeppe/go-internal/lockedfile"
)

// Lock waits until no other process holds the lock of that name in this
// repository. The lock goes with the process, however that ends.
func (r *Repo) Lock(name string) (unlock func(), err error) {
	return lockIn(r.common, name)
}

func lockIn(gitDir, name string) (unlock func(), err error) {
	folder := filepath.Join(gitDir, "casefile")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, lockError(gitDir, err)
	}
	unlock, err = lockedfile.MutexAt(filepath.Join(folder, name+".lock")).Lock()
	return unlock, lockError(gitDir, err)
}

// MayWrite is ErrNoWrite where this user may not write to the repository, as on a medium that
// is mounted to be read.
func (r *Repo) MayWrite() error {
	if Writable(r.common) {
		return nil
	}
	return noWrite{r.common, fs.ErrPermission}
}

// lockError has ErrNoWrite where no right was what a lock lacked.
func lockError(gitDir string, err error) error {
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
		return noWrite{gitDir, err}
	}
	return err
}

// noWrite is ErrNoWrite of a folder, in words that name no lock.
type noWrite struct {
	dir   string
	cause error
}

func (e noWrite) Error() string   { return ErrNoWrite.Error() + ": " + e.dir }
func (e noWrite) Unwrap() []error { return []error{ErrNoWrite, e.cause} }
