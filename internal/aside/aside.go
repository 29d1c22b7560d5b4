// Package aside runs work concurrently, in goroutines. A panic in a goroutine would end the program
// with Go's own trace, which prints values: words of a record may be among them. So the panic is
// caught, and raised again in the code that waits for the work. The command line reports it as a
// fault of its own.
package aside

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// Panic is a panic that was caught in a goroutine. Its message contains nothing of the value.
type Panic struct {
	Told    any       // the value of the panic
	Callers []uintptr // where the panic arose, as from runtime.Callers
}

func (p *Panic) Error() string { return "casefile itself is at fault" }

// caught runs work, and returns its panic; nil for none.
func caught(work func()) (p *Panic) {
	defer func() {
		if told := recover(); told != nil {
			p = panicOf(told)
		}
	}()
	work()
	return nil
}

// panicOf turns a recovered value into a Panic. It must be called where the panic was recovered. A
// Panic stays what it is.
func panicOf(told any) *Panic {
	if p, ok := told.(*Panic); ok {
		return p
	}
	counters := make([]uintptr, 64)
	return &Panic{told, counters[:runtime.Callers(0, counters)]}
}

// Go starts work in a goroutine. wait waits for its end, and raises its panic. If nobody calls
// wait, a panic is lost with the work.
func Go(work func()) (wait func()) {
	var g Group
	g.Go(work)
	return g.Wait
}

// Err runs work in this goroutine, and returns its panic as an error. It is for goroutines that
// answer with an error.
func Err(work func() error) (err error) {
	if p := caught(func() { err = work() }); p != nil {
		return p
	}
	return err
}

// Group runs several pieces of work that are waited for together.
type Group struct {
	group sync.WaitGroup
	first atomic.Pointer[Panic]
}

// Go starts work of the group in a goroutine.
func (g *Group) Go(work func()) {
	g.group.Go(func() {
		if p := caught(work); p != nil {
			g.first.CompareAndSwap(nil, p)
		}
	})
}

// Wait waits for all work, and raises the first panic of any.
func (g *Group) Wait() {
	g.group.Wait()
	if p := g.first.Load(); p != nil {
		panic(p)
	}
}
