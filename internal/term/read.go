package term

import (
	"errors"
	"fmt"
	"io"
	"os"
)

// ErrTooLong says that there is more to read than what was asked for may have.
var ErrTooLong = errors.New("too long")

// TooLongError names what is too long, and the limit in bytes. It is an ErrTooLong.
type TooLongError struct {
	Name string
	Most int64
}

func (e *TooLongError) Error() string {
	return fmt.Sprintf("%s has more than %d bytes", e.Name, e.Most)
}

// Unwrap lets errors.Is find ErrTooLong.
func (e *TooLongError) Unwrap() error { return ErrTooLong }

// Reading is how something that a person named is read: as a whole or not at all, and for
// no longer than the person waits.
type Reading struct {
	Name  string
	Most  int64           // bytes it may have
	Ended <-chan struct{} // the person ended it: Ctrl-C, SIGTERM; nil for never
}

// File reads a file. One that is a named pipe may have no writer for ever, nor an end.
func (r Reading) File(path string) ([]byte, error) {
	type opened struct {
		file *os.File
		err  error
	}
	done := make(chan opened, 1)
	go func() {
		f, err := os.Open(path)
		done <- opened{f, err}
	}()
	select {
	case o := <-done:
		if o.err != nil {
			return nil, o.err
		}
		defer o.file.Close()
		return r.From(o.file)
	case <-r.Ended: // whatever waits in open goes with the process
		return nil, ErrInterrupted
	}
}

// IsPipe says whether a file is a named pipe: what was read of it nobody else has.
func IsPipe(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode()&os.ModeNamedPipe != 0
}

// From reads to the end. With an error it gives what came before, so that a text survives
// it: at most Most bytes where there are more (TooLongError), and what there was when the
// person ended it (ErrInterrupted).
func (r Reading) From(src io.Reader) ([]byte, error) {
	pieces, stop := make(chan piece), make(chan struct{})
	defer close(stop)
	go read(src, r.Most+1, pieces, stop)
	var out []byte
	for {
		select {
		case p := <-pieces:
			out = append(out, p.data...)
			switch {
			case int64(len(out)) > r.Most:
				return out[:r.Most], &TooLongError{r.Name, r.Most}
			case errors.Is(p.err, io.EOF):
				return out, nil
			case p.err != nil:
				return out, p.err
			}
		case <-r.Ended:
			return out, ErrInterrupted
		}
	}
}

// piece is what one read gave.
type piece struct {
	data []byte
	err  error
}

// read hands on what src gives, until its end, an error, the limit, or nobody listens.
func read(src io.Reader, limit int64, pieces chan<- piece, stop <-chan struct{}) {
	for left := limit; ; {
		data := make([]byte, min(left, 64<<10))
		n, err := src.Read(data)
		left -= int64(n)
		if err == nil && left == 0 {
			err = io.EOF // the reader knows that it was too much
		}
		select {
		case pieces <- piece{data[:n], err}:
		case <-stop:
			return
		}
		if err != nil {
			return
		}
	}
}
