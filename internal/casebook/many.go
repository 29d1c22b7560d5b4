package casebook

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"casefile/internal/record"
)

// casesPerCommit bounds how many cases one commit changes. A commit must not take long, as work in
// many cases is interrupted only between commits. A commit for each case would be too many: each
// needs a signature, and with a hardware key a touch.
const casesPerCommit = 100

// Many is the result of an operation in many cases.
type Many struct {
	Cases   []record.ID // the changed ones
	Commits []string
	Skipped []Skipped // the refused ones
}

// Skipped is a case that an operation in many cases left unchanged, and why.
type Skipped struct {
	Case record.ID
	Why  error
}

// Tell reports progress: n more cases are done or skipped.
type Tell func(n int)

// Take adds the results of further work.
func (m *Many) Take(more *Many) {
	m.Cases = append(m.Cases, more.Cases...)
	m.Commits = append(m.Commits, more.Commits...)
	m.Skipped = append(m.Skipped, more.Skipped...)
}

// left returns the ids that were not skipped.
func (m *Many) left(ids []record.ID) []record.ID {
	return slices.DeleteFunc(slices.Clone(ids), func(id record.ID) bool {
		return slices.ContainsFunc(m.Skipped, func(s Skipped) bool { return s.Case == id })
	})
}

// Each calls do for one case after the other. do returns commit "" if nothing was left to do. A
// case that refuses is noted as skipped, and the others go on.
func (m *Many) Each(ctx context.Context, ids []record.ID, tell Tell,
	do func(record.ID) (commit string, err error)) error {
	for _, id := range ids {
		if err := ctx.Err(); err != nil {
			return m.stopped(err)
		}
		commit, err := do(id)
		switch {
		case err != nil && ctx.Err() != nil:
			return m.stopped(err) // an interrupted git says nothing about the case
		case skippable(err):
			m.Skipped = append(m.Skipped, Skipped{Case: id, Why: err})
		case err != nil:
			return m.stopped(err)
		case commit != "":
			m.Cases, m.Commits = append(m.Cases, id), append(m.Commits, commit)
		}
		tell(1)
	}
	return nil
}

// StoppedError says that work in many cases stopped when some were done. The same work goes on from
// there when it is run again.
type StoppedError struct {
	Done int // 1 or more
	Err  error
}

func (e *StoppedError) Error() string {
	if e.Done == 1 {
		return fmt.Sprintf("1 case done, then: %v", e.Err)
	}
	return fmt.Sprintf("%d cases done, then: %v", e.Done, e.Err)
}

// Unwrap returns the error that stopped the work.
func (e *StoppedError) Unwrap() error { return e.Err }

// stopped adds to an error how many cases were done before it.
func (m *Many) stopped(err error) error {
	if len(m.Cases) == 0 {
		return err
	}
	return &StoppedError{len(m.Cases), err}
}

// buildCase returns the change that an operation makes in one case. It returns nil if nothing is
// left to do, as after an interruption.
type buildCase func(p *parent, d record.Docket) (*CaseChange, error)

// inMany does an operation in many cases, at most casesPerCommit in each commit. A case that
// refuses is skipped and reported, so that it does not hold up the others. right is the operation
// that the roster must allow.
func (b *Book) inMany(ctx context.Context, op, right string, ids []record.ID, tell Tell,
	build buildCase) (*Many, error) {
	var all Many
	for len(ids) > 0 {
		chunk := ids[:min(casesPerCommit, len(ids))]
		ids = ids[len(chunk):]
		if err := ctx.Err(); err != nil {
			return &all, all.stopped(err)
		}
		skipped, done, err := b.inChunk(ctx, op, right, chunk, build)
		if err != nil {
			return &all, all.stopped(err)
		}
		all.Skipped = append(all.Skipped, skipped...)
		if done != nil {
			all.Commits = append(all.Commits, done.Commit)
			for _, c := range done.Change.Cases {
				all.Cases = append(all.Cases, c.Docket.Case)
			}
		}
		tell(len(chunk))
	}
	return &all, nil
}

// inChunk makes one commit for some of the cases, and none if nothing is left to do.
func (b *Book) inChunk(ctx context.Context, op, right string, ids []record.ID,
	build buildCase) (skipped []Skipped, done *Done, err error) {
	done, err = b.perform(ctx, func(p *parent) (*Change, error) {
		skipped = nil // on a retry, after another process was faster, every case is asked again
		change := &Change{Op: op}
		for _, id := range ids {
			c, err := p.inOne(right, id, build)
			switch {
			case ctx.Err() != nil: // an interrupted git says nothing about the case
				return nil, ctx.Err()
			case skippable(err):
				skipped = append(skipped, Skipped{id, err})
			case err != nil:
				return nil, err
			case c != nil:
				change.Cases = append(change.Cases, *c)
			}
		}
		if len(change.Cases) == 0 {
			return nil, errNothingLeft
		}
		return change, nil
	})
	if errors.Is(err, errNothingLeft) {
		return skipped, nil, nil
	}
	return skipped, done, err
}

func (p *parent) inOne(right string, id record.ID, build buildCase) (*CaseChange, error) {
	d, err := p.book.Docket(p.ctx, id)
	if err != nil {
		return nil, err
	}
	if d.Status == record.Destroyed {
		return nil, fmt.Errorf("%w: %s is destroyed", ErrState, id)
	}
	if err := p.may(right, stanceOf(d, p.me.ID)); err != nil {
		return nil, err
	}
	return build(p, *d)
}

// skippable reports whether an error concerns this case only, and neither the machine nor the
// person.
func skippable(err error) bool {
	return isOne(err, ErrState, ErrDenied, ErrNotFound, ErrNoKey, ErrKeysMissing, ErrFindings)
}
