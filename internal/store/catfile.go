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

// lookupBatch is the number of objects whose kind and size are asked for at once, before any of
// their bytes.
const lookupBatch = 256

// read visits the objects in order. It asks for their kinds and sizes first, and then for the bytes
// of those that are as wanted.
func (c *catFile) read(ctx context.Context, want ask, ids []string, visit visitor) error {
	if want == info {
		return c.asked(ctx, info, ids, visit)
	}
	for from := 0; from < len(ids); from += lookupBatch {
		some := ids[from:min(from+lookupBatch, len(ids))]
		here := func(i int, a answer) error { return visit(from+i, a) }
		if err := c.readSome(ctx, want, some, here); err != nil {
			return err
		}
	}
	return nil
}

func (c *catFile) readSome(ctx context.Context, want ask, ids []string, visit visitor) error {
	answers := make([]answer, len(ids))
	var good []string
	var where []int
	err := c.asked(ctx, info, ids, func(i int, a answer) error {
		a.fault = want.judge(ids[i], a)
		if answers[i] = a; a.fault == nil {
			good, where = append(good, ids[i]), append(where, i)
		}
		return nil
	})
	if err == nil {
		err = c.doubt(ctx, want, ids, answers)
	}
	if err != nil {
		return err
	}
	next := 0 // the next object to visit
	faulty := func(until int) error {
		for ; next < until; next++ {
			if err := visit(next, answers[next]); err != nil {
				return err
			}
		}
		return nil
	}
	err = c.asked(ctx, want, good, func(i int, a answer) error {
		if err := faulty(where[i]); err != nil {
			return err
		}
		next++
		return visit(where[i], a)
	})
	if err != nil {
		return err
	}
	return faulty(len(ids))
}

// doubt checks an object to which git gives another kind. If its file on the disk was exchanged, it
// is damaged.
func (c *catFile) doubt(ctx context.Context, want ask, ids []string, answers []answer) error {
	for i, a := range answers {
		if !errors.Is(a.fault, ErrOtherKind) || a.size > want.most {
			continue
		}
		whole := ask{kind: a.kind, most: want.most}
		err := c.asked(ctx, whole, ids[i:i+1], func(_ int, a answer) error {
			if errors.Is(a.fault, ErrDamaged) {
				answers[i].fault = a.fault
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// asked visits git's answers. If git dies at an object, asked asks a new process for that object
// alone. A second death is damage: git gives up on an object that it cannot inflate, or that needs
// more memory than git may have. Any other death was an accident.
func (c *catFile) asked(ctx context.Context, want ask, ids []string, visit visitor) error {
	for at := 0; at < len(ids); {
		from := at
		n, err := c.attempt(ctx, want, ids[from:], func(i int, a answer) error {
			return visit(from+i, a)
		})
		at += n
		if _, dead := errors.AsType[*died](err); !dead {
			return unstop(err)
		}
		alone := at
		again, here := want.to.again(want, func(_ int, a answer) error { return visit(alone, a) })
		n, err = c.attempt(ctx, again, ids[alone:alone+1], here)
		at += n
		if d, dead := errors.AsType[*died](err); dead {
			err = c.judge(ctx, ids[alone], d)
			if errors.Is(err, ErrDamaged) {
				err = visit(alone, answer{fault: err})
				at++
			}
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
	// 128 is git's own die(), 0 follows a short answer. What needs more memory than git may have
	// is damage: it was made so.
	trouble := TroubleOf(d)
	if d.code != 128 && d.code != 0 || trouble != nil && trouble != ErrNoMemory {
		return fmt.Errorf("reading %s: %w", id, d)
	}
	return fmt.Errorf("%w: %s: %w", ErrDamaged, id, d)
}

// patience is the time that a process may take over its answers before its input is closed. That
// harms no honest process: it answers its requests, and ends. A damaged loose object can make git
// hang. Git believes the size in the object's header, announces it, delivers less, and waits for us
// while we wait for git.
const patience = 500 * time.Millisecond

// attempt visits the objects with one process, and says how many it visited.
func (c *catFile) attempt(ctx context.Context, want ask, ids []string, visit visitor) (int, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	p, err := c.take()
	if err != nil {
		return 0, err
	}
	stop := context.AfterFunc(ctx, p.kill)
	hurry := p.begin(want, ids)
	n, answered, err := c.answers(p, want, ids, visit)
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
func (c *catFile) answers(p *process, want ask, ids []string, visit visitor) (
	visited, answered int, err error,
) {
	for i, id := range ids {
		a, err := p.answer(want, id)
		if err != nil {
			return i, i, err
		}
		if a.fault = c.check(want, id, a); a.fault != nil {
			a.data = nil
		}
		if err := visit(i, a); err != nil {
			return i, i + 1, stopped{err}
		}
	}
	return len(ids), len(ids), nil
}

// check hashes the content again: neither git nor the disk is trusted.
func (c *catFile) check(want ask, id string, a answer) error {
	if a.kind == "" {
		return c.missing(id)
	}
	t, err := plumbing.ParseObjectType(a.kind)
	if err != nil {
		return fmt.Errorf("%w: %s is of kind %q", ErrDamaged, id, a.kind)
	}
	if want == info {
		return nil
	}
	sum := a.sum
	if want.to == nil {
		sum = hashOf(t, a.data)
	}
	if sum != id {
		return fmt.Errorf("%w: the content of %s has the hash %s", ErrDamaged, id, sum)
	}
	return nil
}

// missing returns the meaning of git's report that there is no such object. Git reports this also
// for a loose object that it cannot read.
func (c *catFile) missing(id string) error {
	for _, dir := range c.objects {
		path := filepath.Join(dir, id[:2], id[2:])
		if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
			return unread(unreadable(path, id), id)
		}
	}
	return fmt.Errorf("%w: %s", ErrNotFound, id)
}
