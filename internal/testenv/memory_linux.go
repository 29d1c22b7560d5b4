package testenv

import "golang.org/x/sys/unix"

// memory returns a folder that lies in memory, where there is room for all that tests make and
// programs may run; else "". Tests make thousands of short-lived files and wait for each to be
// durable, which a disk takes half of their time for.
func memory() string {
	const (
		dir    = "/dev/shm"
		room   = 2 << 30 // ten times what all tests together have ever held
		noExec = 0x8     // ST_NOEXEC of statvfs(3)
	)
	var fs unix.Statfs_t
	if err := unix.Statfs(dir, &fs); err != nil || fs.Type != unix.TMPFS_MAGIC {
		return ""
	}
	if fs.Flags&noExec != 0 || int64(fs.Bavail)*fs.Bsize < room {
		return ""
	}
	return dir
}
