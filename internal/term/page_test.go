package term

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
)

func lines(n int) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := fmt.Fprint(w, strings.Repeat("line\n", n))
		return err
	}
}

func TestPage(t *testing.T) {
	tests := []struct {
		name   string
		tty    bool
		height int
		pager  string
		want   string
	}{
		{"not a terminal", false, 3, "tr a-z A-Z", "line\nline\nline\nline\n"},
		{"longer than the screen", true, 3, "tr a-z A-Z", "LINE\nLINE\nLINE\nLINE\n"},
		{"fits", true, 10, "tr a-z A-Z", "line\nline\nline\nline\n"},
		{"no pager wanted", true, 3, "", "line\nline\nline\nline\n"},
		{"pager missing", true, 3, "no-such-pager-here", "line\nline\nline\nline\n"},
		{"pager missing in a shell", true, 3, "no-such-pager-here -x", "line\nline\nline\nline\n"},
		{"pager no program", true, 3, "/ -x", "line\nline\nline\nline\n"},
		{"pager left early", true, 3, "head -n 1", "line\n"},
		{"less is kept from the disk", true, 3,
			`echo "$LESSSECURE $LESSSECURE_ALLOW $LESSHISTFILE $LESS" #`,
			"1  - FRX\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Setenv("PAGER", tt.pager)
			t.Setenv("LESS", "")
			t.Setenv("LESSSECURE_ALLOW", "logfile,shell")
			var out bytes.Buffer
			s := Streams{Out: &out, Err: io.Discard, OutTTY: tt.tty, Height: tt.height}
			if err := s.Page(lines(4)); err != nil || out.String() != tt.want {
				t.Errorf("Page gives %q, %v; want %q", out.String(), err, tt.want)
			}
			out.Reset()
			if err := s.Flow(lines(4)); err != nil || out.String() != tt.want {
				t.Errorf("Flow gives %q, %v; want %q", out.String(), err, tt.want)
			}
		})
	}
}

// A text that is longer than a pipe holds comes whole where a shell finds no pager.
func TestFlowGoesOnWithoutAPager(t *testing.T) {
	t.Setenv("PAGER", "no-such-pager-here -x")
	var out bytes.Buffer
	s := Streams{Out: &out, Err: io.Discard, OutTTY: true, Height: 3}
	const many = 40_000
	err := s.Flow(func(w io.Writer) error {
		for range many {
			if err := lines(1)(w); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil || out.String() != strings.Repeat("line\n", many) {
		t.Errorf("Flow gives %d bytes, %v; want %d", out.Len(), err, many*len("line\n"))
	}
}

func TestPageKeepsError(t *testing.T) {
	broken := errors.New("broken")
	for _, tty := range []bool{false, true} {
		s := Streams{Out: io.Discard, Err: io.Discard, OutTTY: tty, Height: 1}
		if err := s.Page(func(io.Writer) error { return broken }); !errors.Is(err, broken) {
			t.Errorf("Page gives %v", err)
		}
		if err := s.Flow(func(io.Writer) error { return broken }); !errors.Is(err, broken) {
			t.Errorf("Flow gives %v", err)
		}
	}
}

// TestFlowShowsWhatIsThere wants a line before the text has ended, with a pager and without, and
// a text to end once the person has left the pager.
func TestFlowShowsWhatIsThere(t *testing.T) {
	for _, tty := range []bool{false, true} {
		t.Setenv("PAGER", "cat -")
		read, write := io.Pipe()
		s := Streams{Out: write, Err: io.Discard, OutTTY: tty, Height: 5}
		more, ended := make(chan bool), make(chan error)
		go func() {
			ended <- s.Flow(func(w io.Writer) error {
				fmt.Fprintln(w, "first")
				<-more
				fmt.Fprintln(w, "last")
				return nil
			})
		}()
		line := make([]byte, 6)
		if _, err := io.ReadFull(read, line); err != nil || string(line) != "first\n" {
			t.Fatalf("at a terminal %v: %q, %v", tty, line, err)
		}
		close(more)
		if _, err := io.ReadFull(read, line[:5]); err != nil || string(line[:5]) != "last\n" {
			t.Fatalf("at a terminal %v: %q, %v", tty, line, err)
		}
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}
}

// TestFlowEndsWhereNobodyReads wants a search to end once the pager, or the program behind a pipe,
// was left; that is no failure.
func TestFlowEndsWhereNobodyReads(t *testing.T) {
	t.Setenv("PAGER", "head -n 1")
	gone, write := io.Pipe()
	gone.Close()
	for _, s := range []Streams{{Out: io.Discard, Err: io.Discard, OutTTY: true, Height: 2},
		{Out: &Outlet{To: write}, Err: io.Discard}} {
		err := s.Flow(func(w io.Writer) error {
			for range 1 << 20 {
				if _, err := fmt.Fprintln(w, "line"); err != nil {
					return err
				}
			}
			return errors.New("nobody said that nobody reads")
		})
		if err != nil {
			t.Error(err)
		}
	}
}
