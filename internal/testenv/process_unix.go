//go:build unix

package testenv

import (
	"os"

	"golang.org/x/sys/unix"
)

func setUmask(mask int) { unix.Umask(mask) }

// dropTerminal takes the terminal from this process and those that it starts, as
// on a machine where nobody sits: no program may ask who runs the tests. Ctrl-C
// still ends them, since it goes to the group of processes.
func dropTerminal() {
	tty, err := os.OpenFile("/dev/tty", os.O_RDWR, 0)
	if err != nil {
		return // there is none
	}
	defer tty.Close()
	_ = unix.IoctlSetInt(int(tty.Fd()), unix.TIOCNOTTY, 0) // else the terminal stays
}
