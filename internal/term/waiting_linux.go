package term

import (
	"io"
	"os"

	"golang.org/x/sys/unix"
)

// Waiting returns what waits in a pipe that nobody has read, and stays there for whoever reads it
// next; nil where there is no pipe, or nothing in it. See tee(2).
func Waiting(in io.Reader) (text []byte) {
	from, ok := in.(*os.File)
	if !ok {
		return nil
	}
	r, w, err := os.Pipe()
	if err != nil {
		return nil
	}
	defer r.Close()
	defer w.Close()
	raw, err := from.SyscallConn()
	if err != nil {
		return nil
	}
	_ = raw.Control(func(fd uintptr) { // without it: nothing waits
		n, err := unix.Tee(int(fd), int(w.Fd()), MostWaiting, unix.SPLICE_F_NONBLOCK)
		if err != nil || n <= 0 {
			return
		}
		text = make([]byte, n)
		if _, err := io.ReadFull(r, text); err != nil {
			text = nil
		}
	})
	return text
}
