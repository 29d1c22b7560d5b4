//go:build unix

package term

import "golang.org/x/sys/unix"

// KeepOthersFromWriting sets the umask so that only the owner and the group may write to files of
// this process, and of its git. A person who can write to a repository's configuration runs
// programs as those who use it. The owner can read and write everything, because nothing could be
// recorded otherwise.
func KeepOthersFromWriting() {
	was := unix.Umask(0o077) // the umask can only be read by setting it
	unix.Umask(was&^0o700 | 0o002)
}
