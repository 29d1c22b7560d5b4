package term

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"time"

	"casefile/internal/aside"
)

// errLeft says that the person left the pager: whoever writes can stop.
var errLeft = errors.New("the pager was left")

// soon is for how long lines may wait for others before they are shown.
const soon = 50 * time.Millisecond

// Flow is Page for a text that comes line by line, and may take long: what is there is shown
// while the rest is still sought. write ends with the first error that a write gives it; that
// the person left the pager is none.
func (s Streams) Flow(write func(io.Writer) error) error {
	f := &flow{streams: s, pager: pagerWanted(s)}
	f.wake = time.AfterFunc(soon, func() { _ = aside.Err(f.show) })
	err := write(f)
	for _, why := range []error{err, f.end()} {
		if why != nil && !errors.Is(why, errLeft) {
			return why
		}
	}
	return nil
}

// pagerWanted returns the pager for what is longer than the screen; "" for none.
func pagerWanted(s Streams) string {
	pager, set := os.LookupEnv("PAGER")
	if !set {
		pager = "less"
	}
	if pager = strings.TrimSpace(pager); !s.OutTTY || s.Height == 0 || pager == "cat" {
		return ""
	}
	return pager
}

// flow is a text on its way to the person. Lines wait for others for a moment, so that a
// thousand of them are not a thousand writes, and a screenful needs no pager.
type flow struct {
	streams Streams
	pager   string // "" for none, and once it turns out that there is none

	mutex sync.Mutex
	wake  *time.Timer
	held  bytes.Buffer // not shown yet
	first bytes.Buffer // what the pager was given, while it may turn out that there is none
	cmd   *exec.Cmd
	to    *bufio.Writer
	pipe  io.Closer
	ended bool // the pager has
	none  bool // it was none
}

// mostFirst is as much as a pipe takes from a program that is not read: whatever of it a pager
// that is none has taken is shown without it.
const mostFirst = 64 << 10

func (f *flow) Write(p []byte) (int, error) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	f.held.Write(p)
	full := f.held.Len() > 32<<10
	if f.pager != "" && f.cmd == nil {
		full = bytes.Count(f.held.Bytes(), []byte("\n")) >= f.streams.Height
	}
	if !full {
		f.wake.Reset(soon)
		return len(p), nil
	}
	return len(p), f.flush()
}

// show shows what waits.
func (f *flow) show() error {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if f.held.Len() == 0 {
		return nil
	}
	return f.flush()
}

// flush returns what waits to the pager, or to the person.
func (f *flow) flush() error {
	if f.pager != "" && f.cmd == nil {
		f.start()
	}
	text := f.held.Bytes()
	defer f.held.Reset()
	if f.cmd == nil {
		_, err := f.streams.Out.Write(text)
		if out, ok := f.streams.Out.(*Outlet); ok && err == nil && out.failed != nil {
			return errLeft // the outlet itself says at the end why
		}
		return err
	}
	noted := f.first.Len() < mostFirst
	if noted {
		f.first.Write(text)
	}
	_, err := f.to.Write(text)
	if err == nil {
		err = f.to.Flush()
	}
	if !errors.Is(err, syscall.EPIPE) && !errors.Is(err, os.ErrClosed) {
		return err
	}
	if err := f.over(); err != nil || f.cmd != nil {
		return cmp.Or(err, errLeft)
	}
	if noted {
		return nil
	}
	_, err = f.streams.Out.Write(text)
	return err
}

// over waits for the pager to end. One that was none is gone then, and what it was given is
// shown: the text goes on without it.
func (f *flow) over() error {
	_ = f.pipe.Close()
	if !f.ended {
		f.none, f.ended = noPager(f.cmd.Wait()), true
	}
	if !f.none {
		return nil // a pager's own status says nothing of the text
	}
	f.pager, f.cmd = "", nil
	_, err := f.streams.Out.Write(f.first.Bytes())
	return err
}

// start starts the pager; where that fails there is none.
func (f *flow) start() {
	cmd := pagerCommand(f.streams, f.pager)
	pipe, err := cmd.StdinPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		f.pager = ""
		return
	}
	f.cmd, f.pipe, f.to = cmd, pipe, bufio.NewWriter(pipe)
}

// pagerCommand returns a pager that keeps no history and starts no editor or shell, by which a text
// could reach the disk.
func pagerCommand(s Streams, pager string) *exec.Cmd {
	cmd := shellCommand(context.Background(), pager, nil)
	cmd.Stdout, cmd.Stderr = s.Out, s.Err
	cmd.Env = append(os.Environ(), "LESSHISTFILE=-", "LESSSECURE=1", "LESSSECURE_ALLOW=")
	if os.Getenv("LESS") == "" {
		cmd.Env = append(cmd.Env, "LESS=FRX")
	}
	return cmd
}

// end shows what is left and waits until the person has left the pager. What is shorter than
// the screen, and came at once, needs none.
func (f *flow) end() error {
	f.wake.Stop()
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if f.cmd == nil {
		f.pager = ""
	}
	err := f.flush()
	if f.cmd == nil {
		return err
	}
	return cmp.Or(err, f.over())
}

// noPager reports whether a pager ended as a shell does that found nothing to start, or nothing
// that can be started.
func noPager(err error) bool {
	code := exitCode(err)
	return code == 127 || code == 126
}
