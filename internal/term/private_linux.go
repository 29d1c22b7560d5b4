package term

import "syscall"

// The file systems in memory, by their numbers in statfs(2).
const (
	tmpfsMagic = 0x01021994
	ramfsMagic = 0x858458f6
)

func inMemory(path string) bool {
	var st syscall.Statfs_t
	if err := syscall.Statfs(path, &st); err != nil {
		return false
	}
	// The field is signed on some machines, and 32 bits wide.
	magic := uint32(st.Type)
	return magic == tmpfsMagic || magic == ramfsMagic
}
