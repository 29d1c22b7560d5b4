package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
)

// read visits the objects in order. When git dies at an object, a new process
// is asked for that object alone: a death that repeats itself is damage (git
// gives up on an object it cannot inflate), any other was an accident.
func (c *catFile) read(ctx context.Context, ids []string, visit visitor) error {
	for at := 0; at < len(ids); {
		from := at
		n, err := c.attempt(ctx, ids[from:], func(i int, kind string, data []byte) error { return visit(from+i, kind, data) })
		at += n
		if _, dead := errors.AsType[*died](err); !dead {
			return unstop(err)
		}
		alone := at
		n, err = c.attempt(ctx, ids[alone:alone+1], func(_ int, kind string, data []byte) error { return visit(alone, kind, data) })
		at += n
		if d, dead := errors.AsType[*died](err); dead {
			return c.judge(ctx, ids[alone], d)
		}
		if err != nil {
			return unstop(err)
		}
	}
	return nil
}

// stopped is an error of the visitor's own. It has no Unwrap, so that it is
// never taken for the end of a process.
type stopped struct{ error }

func unstop(err error) error {
	if s, ok := err.(stopped); ok {
		return s.error
	}
	return err
}

// judge says what a death that repeated itself means.
func (c *catFile) judge(ctx context.Context, id string, d *died) error {
	if err := CheckGit(ctx); err != nil {
		return err
	}
	if d.code != 128 && d.code != 0 { // 128 is git's own die(), 0 follows a short answer
		return fmt.Errorf("reading %s: %w", id, d)
	}
	return fmt.Errorf("%w: %s: %w", ErrDamaged, id, d)
}

// patience is how long a process may take over its answers before its input is
// closed. That harms no honest process: it answers what it was asked, and ends.
// But git believes the size in the header of a damaged loose object, announces
// it, delivers less, and then waits for us as we wait for it.
const patience = 500 * time.Millisecond

// attempt visits the objects with one process, and says how many it visited.
func (c *catFile) attempt(ctx context.Context, ids []string, visit visitor) (int, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	p, err := c.take()
	if err != nil {
		return 0, err
	}
	stop := context.AfterFunc(ctx, p.kill)
	hurry := p.begin(ids)
	n, answered, err := c.answers(p, ids, visit)
	if stop() && answered == len(ids) && (<-hurry).Stop() {
		c.give(p)
		return n, err
	}
	ended := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
	if !ended {
		p.kill() // answers that nobody wants are still to come
	}
	d := p.end()
	if ctx.Err() != nil {
		return n, ctx.Err()
	}
	if ended {
		return n, d
	}
	return n, err
}

// answers reads the answers of p and visits them. visited counts the objects
// that the visitor saw, answered the answers taken from p.
func (c *catFile) answers(p *process, ids []string, visit visitor) (visited, answered int, err error) {
	for i, id := range ids {
		kind, data, err := p.answer(id)
		if err != nil {
			return i, i, err
		}
		if err := c.check(id, kind, data); err != nil {
			return i, i + 1, err
		}
		if err := visit(i, kind, data); err != nil {
			return i, i + 1, stopped{err}
		}
	}
	return len(ids), len(ids), nil
}

// check hashes the content again: neither git nor the disk is trusted.
func (c *catFile) check(id, kind string, data []byte) error {
	if kind == "" {
		// git says missing also of a loose object that it cannot read.
		if _, err := os.Lstat(filepath.Join(c.objects, id[:2], id[2:])); !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("%w: %s cannot be read", ErrDamaged, id)
		}
		return fmt.Errorf("%w: %s", ErrNotFound, id)
	}
	t, err := plumbing.ParseObjectType(kind)
	if err != nil {
		return fmt.Errorf("%w: %s is of kind %q", ErrDamaged, id, kind)
	}
	if sum := plumbing.ComputeHash(t, data).String(); sum != id {
		return fmt.Errorf("%w: the content of %s has the hash %s", ErrDamaged, id, sum)
	}
	return nil
}
