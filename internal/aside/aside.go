// Package aside runs work beside other work, in goroutines. A panic there would end the program
// with Go's own trace, and that prints values: words of a record may be among them. So it is
// caught, and handed to whoever waits for the work; the command line tells it as its own faults.
package aside

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// Panic is a panic that came up in a goroutine. Its message has nothing of the value.
type Panic struct {
	Told    any       // what was panicked with
	Callers []uintptr // as runtime.Callers gave them, where it came up
}

func (p *Panic) Error() string { return "casefile itself is at fault" }

// caught runs work, and gives its panic; nil where there was none.
func caught(work func()) (p *Panic) {
	defer func() {
		if told := recover(); told != nil {
			p = panicOf(told)
		}
	}()
	work()
	return nil
}

// panicOf is called where a panic was recovered. One that was handed on stays what it was.
func panicOf(told any) *Panic {
	if p, ok := told.(*Panic); ok {
		return p
	}
	counters := make([]uintptr, 64)
	return &Panic{told, counters[:runtime.Callers(0, counters)]}
}

// Go runs work. Whoever calls wait waits for its end, and has its panic. Where nobody does, a
// panic is that of work which nobody misses.
func Go(work func()) (wait func()) {
	var g Group
	g.Go(work)
	return g.Wait
}

// Err runs work here, and makes an error of its panic. It is for a goroutine that answers with
// an error.
func Err(work func() error) (err error) {
	if p := caught(func() { err = work() }); p != nil {
		return p
	}
	return err
}

// Group is work that somebody waits for as a whole.
type Group struct {
	group sync.WaitGroup
	first atomic.Pointer[Panic]
}

// Go runs work of the group.
func (g *Group) Go(work func()) {
	g.group.Go(func() {
		if p := caught(work); p != nil {
			g.first.CompareAndSwap(nil, p)
		}
	})
}

// Wait waits for all work, and panics with the first panic among it.
func (g *Group) Wait() {
	g.group.Wait()
	if p := g.first.Load(); p != nil {
		panic(p)
	}
}
