//go:build unix

package store

import (
	"os"
	"syscall"
)

// ownFolders reports whether each path is a folder of this user's own, all on one disk: git goes to
// no other without being told. Who works as root for somebody else is known to git alone.
func ownFolders(paths []string) bool {
	if _, sudo := os.LookupEnv("SUDO_UID"); sudo {
		return false
	}
	var first *syscall.Stat_t
	for _, path := range paths {
		info, err := os.Lstat(path)
		if err != nil || !info.IsDir() {
			return false
		}
		stat, ok := info.Sys().(*syscall.Stat_t)
		if !ok || int(stat.Uid) != os.Geteuid() {
			return false
		}
		if first == nil {
			first = stat
		}
		if stat.Dev != first.Dev {
			return false
		}
	}
	return true
}
