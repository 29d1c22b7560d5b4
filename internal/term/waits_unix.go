//go:build unix

package term

import "golang.org/x/sys/unix"

// waits reports whether more was already typed, and whether that is known: some systems don't tell
// it of terminals.
func (c *console) waits() (more, known bool) {
	if c.tty == nil {
		return false, true
	}
	fds := []unix.PollFd{{Fd: int32(c.tty.Fd()), Events: unix.POLLIN}}
	n, err := unix.Poll(fds, 0)
	return n > 0 && fds[0].Revents&unix.POLLIN != 0, err == nil && fds[0].Revents&unix.POLLNVAL == 0
}
