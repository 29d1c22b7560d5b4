//go:build unix

package term

import (
	"runtime"

	"golang.org/x/sys/unix"
)

// NoCoreFiles keeps the system from writing the memory of this process to a file when it crashes,
// or of an editor or git that it starts. Linux can pass such memory to a program of its own,
// whatever the limit is, except for a limit of one byte (fs/coredump.c). One byte is too little for
// a file, too.
func NoCoreFiles() {
	var now unix.Rlimit
	least := unix.Rlimit{}
	err := unix.Getrlimit(unix.RLIMIT_CORE, &now)
	if err == nil && runtime.GOOS == "linux" && now.Max > 0 {
		least = unix.Rlimit{Cur: 1, Max: 1}
	}
	// A limit may always be lowered. If it is not, everything else works as before.
	_ = unix.Setrlimit(unix.RLIMIT_CORE, &least)
}
