package term

import (
	"context"
	"os"
	"os/signal"
	"sync"
	"syscall"

	"casefile/internal/aside"
)

// Interrupts ends a context at Ctrl-C, SIGTERM and, where nohup has not set it off, SIGHUP: a
// connection that is lost must not take along what came from it. While an editor has the
// terminal, Ctrl-C is the editor's: it may stop a search there, or a command that vim runs.
type Interrupts struct {
	mu   sync.Mutex
	held int
}

// Watch begins to end contexts made from ctx.
func (i *Interrupts) Watch(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	if !signal.Ignored(syscall.SIGHUP) {
		signal.Notify(signals, syscall.SIGHUP)
	}
	aside.Go(func() {
		for {
			select {
			case s := <-signals:
				if s != os.Interrupt || !i.areHeld() {
					cancel()
				}
			case <-ctx.Done():
				return
			}
		}
	})
	return ctx, func() {
		signal.Stop(signals)
		cancel()
	}
}

func (i *Interrupts) areHeld() bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.held > 0
}

// hold leaves Ctrl-C to an editor until it is released. Without a watch there is nothing to
// leave.
func (i *Interrupts) hold() (release func()) {
	if i == nil {
		return func() {}
	}
	add := func(n int) {
		i.mu.Lock()
		defer i.mu.Unlock()
		i.held += n
	}
	add(1)
	return func() { add(-1) }
}
