//go:build linux || darwin

package store

import (
	"os"
	"syscall"
)

// held reports whether a process holds a lock of casefile's own. To find out, it takes the lock for
// a moment, shared with others that look.
func held(path string) bool {
	f, err := openPlain(path, os.O_RDONLY)
	if err != nil {
		return false
	}
	defer f.Close()
	return syscall.Flock(int(f.Fd()), syscall.LOCK_SH|syscall.LOCK_NB) == syscall.EWOULDBLOCK
}

// forgetOwner removes the owner's name from the file of a lock that nobody holds. The file itself
// stays: somebody may have opened it to wait for the lock.
func forgetOwner(path string) bool {
	f, err := openPlain(path, os.O_RDWR)
	if err != nil {
		return false
	}
	defer f.Close()
	return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil &&
		f.Truncate(0) == nil
}

// openPlain opens a plain file. It never waits for a pipe or another file that is not plain.
func openPlain(path string, flag int) (*os.File, error) {
	return os.OpenFile(path, flag|syscall.O_NONBLOCK|syscall.O_NOFOLLOW, 0)
}
