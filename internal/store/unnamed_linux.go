package store

import (
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

// unnamedIn opens a file in a folder that has no name yet, where the file system has such
// files: it goes with the process that made it. The umask takes from mode.
func unnamedIn(dir string, mode os.FileMode) (*os.File, error) {
	if _, err := os.Stat("/proc/self/fd"); err != nil {
		return nil, err // by which it is named
	}
	return os.OpenFile(dir, os.O_RDWR|unix.O_TMPFILE, mode)
}

// nameFile gives a file without a name the name path, and fails where there is one.
func nameFile(f *os.File, path string) error {
	own := "/proc/self/fd/" + strconv.Itoa(int(f.Fd()))
	err := unix.Linkat(unix.AT_FDCWD, own, unix.AT_FDCWD, path, unix.AT_SYMLINK_FOLLOW)
	if err != nil {
		return &os.LinkError{Op: "link", Old: own, New: path, Err: err}
	}
	return nil
}
