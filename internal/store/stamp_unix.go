//go:build linux || darwin

package store

import "golang.org/x/sys/unix"

// stampOf returns the stamp of the file at a path (of a link itself), and false if it is unknown.
func stampOf(path string) (stamp, bool) {
	var st unix.Stat_t
	if err := unix.Lstat(path, &st); err != nil {
		return stamp{}, false
	}
	return stamp{uint64(st.Dev), st.Ino, st.Ctim.Nano()}, true
}
