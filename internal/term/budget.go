package term

import (
	"context"
	"sync"
	"time"
)

// Budget is a context that ends when a command has used up its time. The time stands still while a
// person is asked or types. It ends with context.DeadlineExceeded, or earlier with its parent.
type Budget struct {
	parent context.Context
	done   chan struct{}
	timer  *time.Timer

	mu    sync.Mutex
	err   error
	left  time.Duration
	since time.Time // when the time began to run
	held  int       // how many questions have stopped the time
}

// WithBudget returns a budget, and a function to call when the command is done.
func WithBudget(parent context.Context, left time.Duration) (b *Budget, stop func()) {
	b = &Budget{parent: parent, done: make(chan struct{}), left: left, since: time.Now()}
	b.timer = time.AfterFunc(left, func() { b.end(context.DeadlineExceeded) })
	unwatch := context.AfterFunc(parent, func() { b.end(parent.Err()) })
	return b, func() {
		unwatch()
		b.timer.Stop()
		b.end(context.Canceled)
	}
}

func (b *Budget) end(err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.err == nil {
		b.err = err
		close(b.done)
	}
}

// Hold stops the time until release is called. Without a budget it does nothing.
func (b *Budget) Hold() (release func()) {
	if b == nil {
		return func() {}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.held++; b.held == 1 {
		b.timer.Stop()
		b.left -= time.Since(b.since)
	}
	return sync.OnceFunc(b.release)
}

func (b *Budget) release() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.held--; b.held == 0 && b.err == nil {
		b.since = time.Now()
		b.timer.Reset(max(b.left, 0))
	}
}

func (b *Budget) Done() <-chan struct{} { return b.done }

func (b *Budget) Err() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.err
}

// Deadline returns the parent's. The budget's own moves while a person is asked.
func (b *Budget) Deadline() (time.Time, bool) { return b.parent.Deadline() }

func (b *Budget) Value(key any) any { return b.parent.Value(key) }
