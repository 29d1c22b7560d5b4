package testenv

import (
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// OpenPTY returns both ends of a new pseudo-terminal. Reads of the master end can have a deadline.
func OpenPTY() (master, slave *os.File, err error) {
	const flags = unix.O_RDWR | unix.O_NOCTTY | unix.O_CLOEXEC | unix.O_NONBLOCK
	fd, err := unix.Open("/dev/ptmx", flags, 0)
	if err != nil {
		return nil, nil, err
	}
	master = os.NewFile(uintptr(fd), "/dev/ptmx")
	if err := unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0); err != nil {
		return nil, nil, err
	}
	n, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err != nil {
		return nil, nil, err
	}
	slave, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|unix.O_NOCTTY, 0)
	return master, slave, err
}

// SetWidth tells the programs on a pseudo-terminal how many columns it has.
func SetWidth(master *os.File, columns int) error {
	size := &unix.Winsize{Row: 24, Col: uint16(columns)}
	raw, err := master.SyscallConn()
	if err != nil {
		return err
	}
	var sizeErr error
	err = raw.Control(func(fd uintptr) {
		sizeErr = unix.IoctlSetWinsize(int(fd), unix.TIOCSWINSZ, size)
	})
	if err != nil {
		return err
	}
	return sizeErr
}
