package term

import (
	"context"
	"os"
	"os/signal"
	"sync"
	"syscall"

	"casefile/internal/aside"
)

// Interrupts ends a context at Ctrl-C, SIGTERM and, unless nohup ignores it, SIGHUP: a lost
// connection must not leave its processes behind. While an editor has the terminal, Ctrl-C is the
// editor's: it may stop a search there, or a command that vim runs.
type Interrupts struct {
	mu   sync.Mutex
	held int
}

// Watch returns a context that ends with a signal, and a function that stops the watch.
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

// hold leaves Ctrl-C to an editor until release is called. Without a watch it does nothing.
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
