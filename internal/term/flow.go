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

// errLeft says that the person left the pager, so that writing can stop.
var errLeft = errors.New("the pager was left")

// soon is the time for which lines may wait for more before they are shown.
const soon = 50 * time.Millisecond

// Flow does the work of Page for a text that comes line by line, and may take long. It shows the
// first lines while the rest is computed. write must stop at the first error of its writer. If the
// person left the pager, Flow returns no error.
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

// pagerWanted returns the pager for a text longer than the screen; "" for none.
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

// flow is a text on its way to the person. Lines wait a moment for more, so that a thousand lines
// are not a thousand writes, and a screenful needs no pager.
type flow struct {
	streams Streams
	pager   string // "" for none, also after the pager turned out not to exist

	mutex sync.Mutex
	wake  *time.Timer
	held  bytes.Buffer // not shown yet
	first bytes.Buffer // what the pager received first, in case it does not exist
	cmd   *exec.Cmd
	to    *bufio.Writer
	pipe  io.Closer
	ended bool // the pager has ended
	none  bool // the pager did not exist
}

// mostFirst is as much as a pipe takes from a program that is not read. What a missing pager has
// taken of it is shown without a pager.
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

// show shows the waiting lines.
func (f *flow) show() error {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if f.held.Len() == 0 {
		return nil
	}
	return f.flush()
}

// flush writes the waiting lines to the pager, or to the person.
func (f *flow) flush() error {
	if f.pager != "" && f.cmd == nil {
		f.start()
	}
	text := f.held.Bytes()
	defer f.held.Reset()
	if f.cmd == nil {
		_, err := f.streams.Out.Write(text)
		if out, ok := f.streams.Out.(*Outlet); ok && err == nil && out.failed != nil {
			return errLeft // the outlet itself reports the reason at the end
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

// over waits for the pager to end. If the pager did not exist, it shows what the pager was given,
// and the text goes on without one.
func (f *flow) over() error {
	_ = f.pipe.Close()
	if !f.ended {
		f.none, f.ended = noPager(f.cmd.Wait()), true
	}
	if !f.none {
		return nil // a pager's status says nothing of the text
	}
	f.pager, f.cmd = "", nil
	_, err := f.streams.Out.Write(f.first.Bytes())
	return err
}

// start starts the pager. If that fails, there is none.
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

// end shows the rest and waits until the person has left the pager. A text that is shorter than the
// screen and came at once needs none.
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

// noPager reports whether a pager ended like a shell that found nothing to start, or nothing that
// it could start.
func noPager(err error) bool {
	code := exitCode(err)
	return code == 127 || code == 126
}
