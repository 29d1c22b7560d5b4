package store

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"sync"
	"syscall"
	"time"

	"casefile/internal/aside"
)

// The bounds of one talk with another repository, whose server may send without end. The longest
// honest list has the keys refs, 1,024 of them: 80,000 bytes.
const (
	mostHeard   = 4 << 20   // bytes of a list of refs
	mostSaid    = 64 << 10  // bytes of words for people: the last ones are kept
	mostTalking = 1 << 30   // bytes that git holds in memory, its helpers among it
	spareRoom   = 256 << 20 // bytes of the disk that nothing which is fetched may take
	lookAgain   = 200 * time.Millisecond
)

// guard watches one talk with git: the free memory of this machine, and the memory that git takes.
type guard struct {
	free   func() (uint64, bool) // bytes left on the disk; nil where nothing is fetched
	memory func(pid int) uint64  // bytes that a process and its helpers hold
	spare  uint64                // bytes that must be left on the disk
	quiet  *silence              // nil where the other side may be silent
}

// newGuard watches over a talk that writes to a folder, or to none: "".
func newGuard(dir string) guard {
	g := guard{memory: memoryOf}
	if dir == "" {
		return g
	}
	g.free = func() (uint64, bool) { return Free(dir) }
	if now, known := g.free(); known {
		g.spare = spareOf(now)
	}
	return g
}

// spareOf returns the part of the free space that must stay free. A small disk has little to spare.
func spareOf(free uint64) uint64 { return min(spareRoom, free/10) }

// look returns why a talk may not go on, and nil if it may.
func (g guard) look(pid int) error {
	if g.free != nil {
		if left, known := g.free(); known && left < g.spare {
			return fmt.Errorf("%w: the disk has %d MB left, and more was to come", ErrNoRoom,
				left>>20)
		}
	}
	if g.memory(pid) > mostTalking {
		return fmt.Errorf("%w: git needs more than %d MB for what it is sent", ErrTooLarge,
			mostTalking>>20)
	}
	if g.quiet != nil {
		return g.quiet.look(pid)
	}
	return nil
}

// run runs a git that talks, and ends it as soon as it may not go on: stopped says why.
func (g guard) run(cmd *exec.Cmd) (stopped, err error) {
	var helpers []helper
	cmd.Cancel = sync.OnceValue(func() error {
		helpers = helpersOf(cmd.Process.Pid)
		defer signalAll(helpers, syscall.SIGTERM)
		return cmd.Process.Signal(syscall.SIGTERM)
	})
	cmd.WaitDelay = grace
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	ended := make(chan struct{})
	why := make(chan error, 1)
	aside.Go(func() { why <- aside.Err(func() error { return g.watch(cmd, ended) }) })
	err = cmd.Wait()
	close(ended)
	stopped = <-why
	signalAll(helpers, syscall.SIGKILL) // an ssh that a git left behind waits for a dead line
	return stopped, err
}

func signalAll(helpers []helper, sig syscall.Signal) {
	for _, h := range helpers {
		h.signal(sig)
	}
}

// watch looks until the talk has ended, or has to.
func (g guard) watch(cmd *exec.Cmd, ended <-chan struct{}) error {
	tick := time.NewTicker(lookAgain)
	defer tick.Stop()
	for {
		select {
		case <-ended:
			return nil
		case <-tick.C:
		}
		if err := g.look(cmd.Process.Pid); err != nil {
			_ = cmd.Cancel()
			stop := time.AfterFunc(grace, func() { _ = cmd.Process.Kill() })
			<-ended
			stop.Stop()
			return err
		}
	}
}

// heard keeps what git prints, up to a bound: after that git is told that nobody listens.
type heard struct {
	text bytes.Buffer
	over bool
}

var errOver = errors.New("more than anybody asked for")

func (h *heard) Write(p []byte) (int, error) {
	if h.over = h.over || h.text.Len()+len(p) > mostHeard; h.over {
		return 0, errOver
	}
	return h.text.Write(p)
}

// lastWords keeps the end of git's messages to people: the reason of a failure is there.
type lastWords struct{ text []byte }

func (l *lastWords) Write(p []byte) (int, error) {
	l.text = append(l.text, p[max(0, len(p)-mostSaid):]...)
	if over := len(l.text) - mostSaid; over > mostSaid {
		l.text = append([]byte(nil), l.text[over:]...)
	}
	return len(p), nil
}

func (l *lastWords) String() string { return string(l.text[max(0, len(l.text)-mostSaid):]) }

// hear runs git to its end, as finishBoth does, within the bounds of a talk.
func (g guard) hear(ctx context.Context, cmd *exec.Cmd, name string) (
	out []byte, said string, err error,
) {
	var list heard
	var words lastWords
	cmd.Stdout, cmd.Stderr = &list, &words
	stopped, err := g.run(cmd)
	if err = outcome(ctx, err, name, words.String()); err != nil && ctx.Err() == nil {
		err = cmp.Or(stopped, err)
	}
	if failed, ok := errors.AsType[*gitError](err); ok && fellSilent(failed) {
		err = fmt.Errorf("%w: %w", ErrSilent, err)
	}
	if list.over {
		err = fmt.Errorf("%w: it lists more than %d bytes of refs", ErrTooLarge, mostHeard)
	}
	return list.text.Bytes(), words.String(), err
}
