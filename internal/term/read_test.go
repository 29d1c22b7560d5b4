package term

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
)

// endless gives zeros for ever, and counts them.
type endless struct{ given int64 }

func (e *endless) Read(p []byte) (int, error) {
	clear(p)
	e.given += int64(len(p))
	return len(p), nil
}

func TestReading(t *testing.T) {
	lost := errors.New("the line is dead")
	for _, tt := range []struct {
		name string
		src  io.Reader
		want string
		err  error
	}{
		{"nothing", strings.NewReader(""), "", nil},
		{"all that may be", strings.NewReader("12345"), "12345", nil},
		{"a byte more", strings.NewReader("123456"), "12345", ErrTooLong},
		{"much more", strings.NewReader(strings.Repeat("12345", 50_000)), "12345", ErrTooLong},
		{"a byte at a time", iotest.OneByteReader(strings.NewReader("123456")), "12345",
			ErrTooLong},
		{"the end with the last byte", iotest.DataErrReader(strings.NewReader("12345")), "12345",
			nil},
		{"an error half way", io.MultiReader(strings.NewReader("12"), iotest.ErrReader(lost)), "12",
			lost},
	} {
		got, err := BoundedReader{Name: "it", Most: 5}.From(tt.src)
		if string(got) != tt.want || !errors.Is(err, tt.err) || (err == nil) != (tt.err == nil) {
			t.Errorf("%s: %q, %v", tt.name, got, err)
		}
	}
	zeros := &endless{}
	_, err := BoundedReader{Name: "/dev/zero", Most: 96 << 10}.From(zeros)
	if err == nil || err.Error() != "/dev/zero has more than 98304 bytes" || zeros.given > 1<<20 {
		t.Errorf("%v, after %d bytes", err, zeros.given)
	}
}

// silence never gives anything; when it is first asked, the person has had enough.
type silence struct{ enough chan struct{} }

func (s silence) Read([]byte) (int, error) {
	close(s.enough)
	select {}
}

// A named pipe that nobody writes to, and one whose writer falls silent, end with the
// person's patience; what came is not lost.
func TestReadingIsEnded(t *testing.T) {
	fifo := filepath.Join(t.TempDir(), "fifo")
	if err := mkfifo(fifo); err != nil {
		t.Skip(err)
	}
	ended := make(chan struct{})
	r := BoundedReader{Name: fifo, Most: 1 << 10, Ended: ended}
	close(ended)
	if text, err := r.File(fifo); !errors.Is(err, ErrInterrupted) || text != nil {
		t.Errorf("no writer: %q, %v", text, err)
	}
	quiet := make(chan struct{})
	r.Ended = quiet
	text, err := r.From(io.MultiReader(strings.NewReader("He said"), silence{quiet}))
	if !errors.Is(err, ErrInterrupted) || string(text) != "He said" {
		t.Errorf("a silent writer: %q, %v", text, err)
	}
	// Another pipe: whatever waits to open the first one would take its writer.
	fifo = filepath.Join(t.TempDir(), "fifo")
	if err := mkfifo(fifo); err != nil {
		t.Fatal(err)
	}
	go func() {
		w, err := os.OpenFile(fifo, os.O_WRONLY, 0)
		if err == nil {
			_, err = io.WriteString(w, "whole")
			err = errors.Join(err, w.Close())
		}
		if err != nil {
			t.Error(err)
		}
	}()
	if text, err := (BoundedReader{Name: fifo, Most: 10}).File(fifo); err != nil ||
		string(text) != "whole" {
		t.Errorf("a pipe with a writer: %q, %v", text, err)
	}
}
