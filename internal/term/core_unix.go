//go:build unix

package term

import (
	"runtime"

	"golang.org/x/sys/unix"
)

// NoCoreFiles has the system write no memory of this process to a file where it crashes, nor
// of an editor or a git that it starts. Linux hands such memory to a program of its own, where
// it is set up so, whatever the limit is, except for a limit of one byte (fs/coredump.c). That
// is too little for a file, too.
func NoCoreFiles() {
	var now unix.Rlimit
	least := unix.Rlimit{}
	err := unix.Getrlimit(unix.RLIMIT_CORE, &now)
	if err == nil && runtime.GOOS == "linux" && now.Max > 0 {
		least = unix.Rlimit{Cur: 1, Max: 1}
	}
	// A limit may always be lowered; where it is not, all else works as before.
	_ = unix.Setrlimit(unix.RLIMIT_CORE, &least)
}
