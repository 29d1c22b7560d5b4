package term

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"
)

// narrow takes so many bytes, and fails then as a full disk does.
type narrow struct {
	strings.Builder
	room int
	err  error
}

func (n *narrow) Write(p []byte) (int, error) {
	fits := min(len(p), n.room-n.Len())
	n.Builder.Write(p[:fits])
	if fits < len(p) {
		return fits, n.err
	}
	return fits, nil
}

func TestOutlet(t *testing.T) {
	full := &os.PathError{Op: "write", Path: "/dev/stdout", Err: syscall.ENOSPC}
	gone := &os.PathError{Op: "write", Path: "/dev/stdout", Err: syscall.EPIPE}
	for _, tt := range []struct {
		name           string
		room           int
		err            error
		why, had, lost string
		left           bool
	}{
		{"room for all", 100, full, "", "one\ntwo\n", "", false},
		{"a full disk", 6, full, "no space left on device", "one\ntw", "o\n", false},
		{"a reader who left", 0, gone, "broken pipe", "", "one\ntwo\n", true},
		{"anything else", 4, errors.New("odd"), "odd", "one\n", "two\n", false},
	} {
		to := &narrow{room: tt.room, err: tt.err}
		out := &Outlet{To: to}
		for _, line := range []string{"one\n", "two\n"} {
			if n, err := fmt.Fprint(out, line); n != len(line) || err != nil {
				t.Errorf("%s: wrote %d bytes, %v", tt.name, n, err)
			}
		}
		why, lost, left := out.Failed()
		if why != tt.why || to.String() != tt.had || lost != tt.lost || left != tt.left {
			t.Errorf("%s: %q, had %q, lost %q, left %v", tt.name, why, to.String(), lost, left)
		}
	}
	long := &Outlet{To: &narrow{err: full}}
	for range 3 {
		fmt.Fprint(long, strings.Repeat("x", mostLost))
	}
	if _, lost, _ := long.Failed(); len(lost) != mostLost {
		t.Errorf("keeps %d bytes of an answer without end", len(lost))
	}
}
