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

// ErrTooLong says that something is longer than it may be.
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

// BoundedReader says how to read something that a person named: completely or not at all, and for
// no longer than the person waits.
type BoundedReader struct {
	Name  string
	Most  int64           // the limit in bytes
	Ended <-chan struct{} // closed when the person ends it: Ctrl-C, SIGTERM; nil for never
}

// File reads a file. A named pipe may never get a writer, or never end.
func (r BoundedReader) File(path string) ([]byte, error) {
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
	case <-r.Ended: // the open that still waits ends with the process
		return nil, ErrInterrupted
	}
}

// IsPipe reports whether a file is a named pipe. What was read from a pipe nobody else has.
func IsPipe(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode()&os.ModeNamedPipe != 0
}

// From reads to the end. With an error it returns what came before, so that no text is lost: Most
// bytes of a longer text (TooLongError), and what was read when the person ended it
// (ErrInterrupted).
func (r BoundedReader) From(src io.Reader) ([]byte, error) {
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

// lastRead is the time that an ended reading waits for bytes that have just come: nobody else has
// them.
const lastRead = 200 * time.Millisecond

// soFar holds the part that is read so far, by a goroutine that may have to be left waiting.
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
