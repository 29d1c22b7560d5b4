package store

import (
	"os"
	"path/filepath"

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
		return nil, err
	}
	return lockedfile.MutexAt(filepath.Join(folder, name+".lock")).Lock()
}
