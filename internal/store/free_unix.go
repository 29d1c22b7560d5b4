//go:build linux || darwin

package store

import "syscall"

// Free returns the number of bytes that this user may still write to a folder; false if it is
// unknown.
func Free(dir string) (uint64, bool) {
	var st syscall.Statfs_t
	if err := syscall.Statfs(dir, &st); err != nil {
		return 0, false
	}
	return uint64(st.Bavail) * uint64(st.Bsize), true
}

// Writable reports whether this user may write to a folder.
func Writable(dir string) bool { return syscall.Access(dir, 2) == nil }
