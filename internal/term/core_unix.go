//go:build unix

package term

import "golang.org/x/sys/unix"

// NoCoreFiles has the system write no memory of this process to a file where it crashes, nor
// of an editor or a git that it starts. A system that hands such memory to a program of its
// own, as some do, decides for itself.
func NoCoreFiles() {
	// A limit of nothing may always be set; where it is not, all else works as before.
	_ = unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{})
}
