package casebook

import (
	"context"
	"fmt"

	"casefile/internal/cases"
	"casefile/internal/record"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// handOver records a handover entry, and makes the member whom it names the key worker. Where the
// entry is cover for a time, the key worker stays.
func (b *Book) handOver(ctx context.Context, id record.ID, entry *Prepared) (*Done, error) {
	from, to, cover := entry.Entry.Str("from"), entry.Entry.Str("to"),
		entry.Entry.Str("cover") == "yes"
	return b.onCase(ctx, team.OpHandover, id,
		func(p *parent, d record.Docket) (*CaseChange, error) {
			if err := b.Takes(&d, to); err != nil {
				return nil, err
			}
			switch {
			case d.KeyWorker != from:
				return nil, fmt.Errorf("%w: the key worker of %s is %s by now, not %s", ErrState,
					id,
					d.KeyWorker, from)
			case !d.Reads(to):
				return nil, fmt.Errorf("%w: %s can't read %s; let them in first", ErrState, to, id)
			}
			if !cover {
				d.KeyWorker = to
			}
			return &CaseChange{Docket: d, Entries: []*Prepared{entry}}, nil
		})
}

// Takes says why a case can't be handed to a member.
func (b *Book) Takes(d *record.Docket, to string) error {
	m, ok := b.Team().Member(to)
	switch {
	case !ok:
		return fmt.Errorf("%w: there is no member %s", ErrNotFound, to)
	case !m.Active():
		return fmt.Errorf("%w: %s left on %s", ErrState, to, m.Left.Format("2006-01-02"))
	case !m.Casework():
		return fmt.Errorf("%w: %s has no role to be a key worker in", ErrState, to)
	case cases.CantHandOver(d) != "":
		return fmt.Errorf("%w: %s %s", ErrState, d.Case, cases.CantHandOver(d))
	case d.KeyWorker == to:
		return fmt.Errorf("%w: %s is the key worker of %s already", ErrState, to, d.Case)
	}
	return nil
}

// letIn grants a case to a member who can't read its newest entries. It returns nil where they can.
func (b *Book) letIn(ctx context.Context, id record.ID, member string) (*Granted, error) {
	d, err := b.Docket(ctx, id)
	if err != nil {
		return nil, err
	}
	if in, err := b.canOpen(ctx, d, member); err != nil || in {
		return nil, err
	}
	return b.Grant(ctx, id, []string{member})
}

// canOpen reports whether a member has the key of the newest epoch, wrapped to the recipient that
// they have today.
func (b *Book) canOpen(ctx context.Context, d *record.Docket, member string) (bool, error) {
	blob := d.Keys[d.Newest()-1][member]
	if blob == "" {
		return false, nil
	}
	facts, err := b.keyFacts(ctx, d)
	if err != nil {
		return false, err
	}
	m, _ := b.Team().Member(member)
	return !facts.Outdated(blob, m.Recipient), nil
}

// GrantMany lets a member into many cases. It passes over cases that they can read, so interrupted
// work can be run again.
func (b *Book) GrantMany(ctx context.Context, ids []record.ID, member string, tell Tell) (
	*Many, error,
) {
	return b.inMany(ctx, team.OpGrant, team.OpGrant, ids, tell,
		func(p *parent, d record.Docket) (*CaseChange, error) {
			if in, err := b.canOpen(ctx, &d, member); err != nil || in {
				return nil, err
			}
			return p.letIn(d, []string{member})
		})
}

// letIn returns the change that a grant makes to one case; nil where there is nothing to give.
func (p *parent) letIn(d record.Docket, members []string) (*CaseChange, error) {
	if err := p.mayLetIn(members); err != nil {
		return nil, err
	}
	keys, err := p.book.heldKeys(p.ctx, &d)
	if err != nil {
		return nil, err
	}
	additions, err := p.additions(&d, keys, members)
	if err != nil || len(granted(&d, keys, additions, members).Members) == 0 {
		return nil, err
	}
	return &CaseChange{Docket: verify.AfterGrant(d, additions)}, nil
}

// RevokeMany takes a member out of many cases. It passes over cases that they can't read.
func (b *Book) RevokeMany(ctx context.Context, ids []record.ID, member string, tell Tell) (
	*Many, error,
) {
	return b.inMany(ctx, team.OpRevoke, b.RevokeRight(member), ids, tell,
		func(p *parent, d record.Docket) (*CaseChange, error) {
			if !d.Reads(member) {
				return nil, nil
			}
			return p.takeAway(&d, member)
		})
}

func (p *parent) takeAway(d *record.Docket, member string) (*CaseChange, error) {
	stay, err := p.staying(d, member)
	if err != nil {
		return nil, err
	}
	return p.newEpoch(d, stay)
}

// CasesOf lists the cases of which a member is the key worker, without destroyed ones.
func (b *Book) CasesOf(ctx context.Context, member string) ([]record.ID, error) {
	return b.casesWhere(ctx, func(d *record.Docket) bool { return d.KeyWorker == member })
}

// CasesReadBy lists the cases that a member has the newest key of.
func (b *Book) CasesReadBy(ctx context.Context, member string) ([]record.ID, error) {
	return b.casesWhere(ctx, func(d *record.Docket) bool { return d.Reads(member) })
}

func (b *Book) casesWhere(ctx context.Context, wanted func(*record.Docket) bool) (
	[]record.ID, error,
) {
	if err := b.MayWrite(); err != nil {
		return nil, err
	}
	dockets, err := b.Dockets(ctx)
	var out []record.ID
	for _, d := range dockets {
		if d.Status != record.Destroyed && wanted(d) {
			out = append(out, d.Case)
		}
	}
	return out, err
}

// replayHandOver records a handover again, for the case as it is by now.
func (b *Book) replayHandOver(ctx context.Context, id record.ID, handover *Prepared) (
	*Done, error,
) {
	whole, err := b.whole(ctx, handover)
	if err != nil {
		return nil, err
	}
	return b.handOver(ctx, id, whole)
}

// whole opens an entry that is sealed already, to learn what it says.
func (b *Book) whole(ctx context.Context, p *Prepared) (*Prepared, error) {
	if p.SealedBefore == nil { // it is recorded anew
		return p, nil
	}
	text, err := p.SealedBefore.Text()
	if err != nil {
		return nil, err
	}
	kinds, err := b.Kinds(ctx)
	if err != nil {
		return nil, err
	}
	e, err := kinds.Decode(text)
	return &Prepared{Entry: e, SHA256: p.SHA256, SealedBefore: p.SealedBefore}, err
}

// liveCasesOf lists the cases of a key worker in which service goes on.
func (b *Book) liveCasesOf(ctx context.Context, member string) ([]record.ID, error) {
	return b.casesWhere(ctx, func(d *record.Docket) bool {
		return d.KeyWorker == member && cases.Live(d)
	})
}
