//go:build unix

package term

import "golang.org/x/sys/unix"

// KeepOthersFromWriting adds to the umask that only the owner and the group may write
// to what this process makes, and git for it. Whoever can write to a repository's
// configuration runs programs as those who use it. The owner can read and write all of it:
// nothing could be recorded otherwise.
func KeepOthersFromWriting() {
	was := unix.Umask(0o077) // there is no other way to ask for it
	unix.Umask(was&^0o700 | 0o002)
}
