//go:build linux || darwin

package store

import "golang.org/x/sys/unix"

// stampOf returns how what lies at a path, a link itself, is known again; false for unknown.
func stampOf(path string) (stamp, bool) {
	var st unix.Stat_t
	if err := unix.Lstat(path, &st); err != nil {
		return stamp{}, false
	}
	return stamp{uint64(st.Dev), st.Ino, st.Ctim.Nano()}, true
}
