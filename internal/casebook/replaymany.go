package casebook

import (
	"context"
	"errors"
	"slices"

	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/team"
)

// replayMany replays an operation on the keys of many cases, in all of them or in none. Some cases
// may now need only a part of it, or nothing.
func (b *Book) replayMany(ctx context.Context, o original) (*Done, error) {
	return b.perform(ctx, func(p *parent) (*Change, error) {
		change := &Change{Op: o.op()}
		for _, id := range o.cases() {
			before, after, err := b.docketsAround(ctx, o, id)
			if err != nil {
				return nil, err
			}
			right, build := p.replayKeys(o.op(), before, after)
			c, err := p.inOne(right, id, build)
			if errors.Is(err, errNothingLeft) {
				continue
			}
			if err != nil {
				return nil, err
			}
			if c != nil {
				change.Cases = append(change.Cases, *c)
			}
		}
		if len(change.Cases) == 0 {
			return nil, errNothingLeft
		}
		return change, nil
	})
}

// replayAdd replays an add to several cases, in one commit as before.
func (b *Book) replayAdd(ctx context.Context, ours *Book, o original) (*Done, error) {
	var list []Addition
	for _, c := range o.msg.Cases {
		entries, files, err := ours.originalEntries(ctx, o, c)
		if err != nil {
			return nil, err
		}
		list = append(list, Addition{Case: c.Case, Entries: entries, Files: files})
	}
	return b.AddToCases(ctx, list)
}

// docketsAround returns a case's dockets before and after an operation of this copy.
func (b *Book) docketsAround(ctx context.Context, o original, id record.ID) (
	before, after *record.Docket, err error,
) {
	if before, err = ledger.DocketAt(ctx, b.repo.Reader, o.parent(), id); err != nil {
		return nil, nil, err
	}
	after, err = ledger.DocketAt(ctx, b.repo.Reader, o.ID, id)
	return before, after, err
}

// replayKeys returns an operation on the keys of a case, ready for another docket, and the right
// that it needs.
func (p *parent) replayKeys(op string, before, after *record.Docket) (
	right string, build buildCase,
) {
	switch op {
	case team.OpRevoke:
		gone := p.book.takenAway(before, after)
		if len(gone) != 1 {
			return op, func(*parent, record.Docket) (*CaseChange, error) {
				return nil, errNothingLeft
			}
		}
		return p.book.RevokeRight(gone[0]), func(p *parent, d record.Docket) (*CaseChange, error) {
			if !d.Reads(gone[0]) {
				return nil, errNothingLeft
			}
			return p.takeAway(&d, gone[0])
		}
	case team.OpRekey:
		return op, func(p *parent, d record.Docket) (*CaseChange, error) {
			if before.Reads(p.me.ID) && !after.Reads(p.me.ID) {
				c, _, err := p.withdraw(d)
				if errors.Is(err, errAllOpen) || !d.Reads(p.me.ID) {
					return nil, errNothingLeft
				}
				return c, err
			}
			return p.replaceOwnKeys(d, func(n int, blob string) (string, error) {
				if n > before.Newest() || before.Keys[n-1][p.me.ID] != blob {
					return "", nil // of a later epoch or grant: rekey asks for it
				}
				return after.Keys[n-1][p.me.ID], nil
			})
		}
	}
	return op, func(p *parent, d record.Docket) (*CaseChange, error) {
		return p.letIn(d, grantedBy(before, after))
	}
}

// grantedBy returns the members whom a grant gave keys to.
func grantedBy(before, after *record.Docket) []string {
	var out []string
	for i, e := range after.Keys {
		for m, blob := range e {
			if i >= len(before.Keys) || before.Keys[i][m] != blob {
				out = append(out, m)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// readersRepeat returns the act that lets the same members into a case, or takes the same member
// away.
func (b *Book) readersRepeat(ctx context.Context, o original, id record.ID) (Act, error) {
	before, after, err := b.docketsAround(ctx, o, id)
	if err != nil {
		return Act{}, err
	}
	act := OnCase("readers "+o.op(), id)
	act.Members = grantedBy(before, after)
	if o.op() == team.OpRevoke {
		act.Members = b.takenAway(before, after)
	}
	return act, nil
}
