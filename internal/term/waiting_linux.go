package term

import (
	"io"
	"os"

	"golang.org/x/sys/unix"
)

// Waiting returns the unread bytes of a pipe, and leaves them there for the next reader; nil
// without a pipe or bytes. See tee(2).
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
	_ = raw.Control(func(fd uintptr) { // on an error nothing waits
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
