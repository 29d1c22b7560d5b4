package term

import (
	"errors"
	"io"
	"strings"
	"syscall"
)

// Outlet takes answers if they don't go to a terminal: to a file on a full disk, or a pipe whose
// reader has left. A failure there must not stop an operation half way, nor make a recorded one
// look as if it were not. So a write never fails, and the caller asks for the failure at the end.
type Outlet struct {
	To     io.Writer
	failed error
	lost   strings.Builder
}

// mostLost bounds what is kept of an answer that could not be written. The answer to an operation
// has a few lines.
const mostLost = 64 << 10 // bytes

// Write never fails. After the first failure it writes no more.
func (o *Outlet) Write(p []byte) (int, error) {
	rest := p
	if o.failed == nil {
		n, err := o.To.Write(p)
		o.failed, rest = err, p[n:]
	}
	if o.failed != nil {
		o.lost.Write(rest[:min(len(rest), mostLost-o.lost.Len())])
	}
	return len(p), nil
}

// Failed returns why something could not be written, in the system's own words, and the beginning
// of what was lost. left says that the reader has left, as after head.
func (o *Outlet) Failed() (why, lost string, left bool) {
	if o.failed == nil {
		return "", "", false
	}
	why = o.failed.Error()
	if reason, ok := errors.AsType[syscall.Errno](o.failed); ok {
		why = reason.Error() // without the operation and the stream's name
	}
	return why, o.lost.String(), errors.Is(o.failed, syscall.EPIPE)
}
