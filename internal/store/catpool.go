package store

import (
	"errors"
	"sync"

	"casefile/internal/aside"
)

// catFile reads objects through cat-file processes. It starts one at the first read. It starts
// another only when a read begins during another read, for example in a visitor. So no lock is held
// while a visitor runs.
type catFile struct {
	git     program
	objects []string // folders of loose objects
	mu      sync.Mutex
	idle    []*process
	closed  bool
}

// keepIdle is the number of idle processes that are kept for the next read.
const keepIdle = 2

func (c *catFile) take() (*process, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return nil, errors.New("the repository is closed")
	}
	if n := len(c.idle); n > 0 {
		p := c.idle[n-1]
		c.idle = c.idle[:n-1]
		return p, nil
	}
	return startProcess(c.git)
}

// Expect starts the process for later reads, while the caller does other work. If it can't be
// started, the first read reports that.
func (r *Repo) Expect() {
	aside.Go(func() {
		if p, err := r.cat.take(); err == nil {
			r.cat.give(p)
		}
	})
}

func (c *catFile) give(p *process) {
	c.mu.Lock()
	if !c.closed && len(c.idle) < keepIdle {
		c.idle = append(c.idle, p)
		p = nil
	}
	c.mu.Unlock()
	if p != nil {
		p.end()
	}
}

func (c *catFile) close() error {
	c.mu.Lock()
	idle := c.idle
	c.idle, c.closed = nil, true
	c.mu.Unlock()
	for _, p := range idle {
		p.end()
	}
	return nil
}
