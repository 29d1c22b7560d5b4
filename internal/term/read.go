package term

import (
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"casefile/internal/aside"
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
	aside.Go(func() {
		f, err := os.Open(path)
		done <- opened{f, err}
	})
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

// IsPipe reports whether a file is a named pipe: what was read of it nobody else has.
func IsPipe(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode()&os.ModeNamedPipe != 0
}

// From reads to the end. With an error it gives what came before, so that a text survives
// it: at most Most bytes where there are more (TooLongError), and what there was when the
// person ended it (ErrInterrupted).
func (r Reading) From(src io.Reader) ([]byte, error) {
	var so soFar
	done := make(chan error, 1)
	aside.Go(func() {
		done <- aside.Err(func() error { return so.read(src, r.Most+1) })
	})
	select {
	case err := <-done:
		text := so.text()
		if int64(len(text)) > r.Most {
			return text[:r.Most], &TooLongError{r.Name, r.Most}
		}
		return text, err
	case <-r.Ended:
		select {
		case <-done:
		case <-time.After(lastRead):
		}
		return so.text(), ErrInterrupted
	}
}

// lastRead is how long an end waits for bytes that have just come: nobody else has them.
const lastRead = 200 * time.Millisecond

// soFar is what was read so far, by a goroutine that may have to be left waiting.
type soFar struct {
	mutex sync.Mutex
	got   []byte
}

// read reads to the end of src, or up to a limit.
func (s *soFar) read(src io.Reader, limit int64) error {
	data := make([]byte, 64<<10)
	for left := limit; left > 0; {
		n, err := src.Read(data[:min(left, int64(len(data)))])
		left -= int64(n)
		s.mutex.Lock()
		s.got = append(s.got, data[:n]...)
		s.mutex.Unlock()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *soFar) text() []byte {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.got[:len(s.got):len(s.got)]
}
