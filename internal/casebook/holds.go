package casebook

import (
	"context"
	"fmt"
	"slices"

	"casefile/internal/cases"
	"casefile/internal/record"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// Hold records an entry that keeps the case, whatever its date and whatever holds it already:
// a hold, or the death of the subject, in one commit.
func (b *Book) Hold(ctx context.Context, id record.ID, entry *Prepared) (*Done, error) {
	return b.onCase(ctx, team.OpHold, id, func(_ *parent, d record.Docket) (*CaseChange, error) {
		next := verify.AfterHold(d, entry.Entry.ID)
		return &CaseChange{Docket: next, Entries: []*Prepared{entry}}, nil
	})
}

// Release ends the one hold that is named. ErrState where it does not hold the case.
func (b *Book) Release(ctx context.Context, ref record.Ref, entry *Prepared) (*Done, error) {
	return b.onCase(ctx, team.OpRelease, ref.Case,
		func(p *parent, d record.Docket) (*CaseChange, error) {
			if !d.HeldBy(ref.Entry) {
				return nil, fmt.Errorf("%w: %s does not hold the case", ErrState, ref)
			}
			if err := p.book.releasedEarly(ctx, &d, ref); err != nil {
				return nil, err
			}
			next := verify.AfterRelease(d, ref.Entry)
			return &CaseChange{Docket: next, Entries: []*Prepared{entry}, Releases: ref.Entry}, nil
		})
}

// releasedEarly refuses to end the last hold of a case whose docket would then let it go too
// early (EarlyError). Whoever can't read the case does not see that; the disposal, which folds
// the case anew, does.
func (b *Book) releasedEarly(ctx context.Context, d *record.Docket, ref record.Ref) error {
	me, err := b.Me()
	if err != nil || !d.Reads(me.ID) {
		return err
	}
	c, err := b.Case(ctx, ref.Case)
	if err != nil {
		return err
	}
	if why := c.ReleasedEarly(ref.Entry); why != "" {
		return &EarlyError{ref.Case, "released", why}
	}
	return nil
}

// MayRelease refuses, before anybody writes it, a release that would have no effect. Somebody who
// is no senior manager may release a hold only where a death does not cause it, and must be able to
// read that. The judge sees no deaths: only a reader of the case does.
func (b *Book) MayRelease(ctx context.Context, ref record.Ref) error {
	if err := b.MayNow(ctx, team.OpRelease, ref.Case); err != nil {
		return err
	}
	me, err := b.Me()
	if err != nil {
		return err
	}
	senior := me.Has(team.Senior)
	c, err := b.Case(ctx, ref.Case)
	switch unseen := isOne(err, ErrNoKey, ErrKeysMissing); {
	case unseen && senior:
		return nil
	case unseen:
		return fmt.Errorf("%w: %w", ErrDenied, &team.Denied{Op: team.OpRelease, Member: me.ID,
			Needs: "what the death of the subject holds a senior manager alone releases, and " +
				"who does not read the case can't see what holds it"})
	case err != nil:
		return err
	}
	if why := c.ReleasedEarly(ref.Entry); why != "" {
		return &EarlyError{ref.Case, "released", why}
	}
	if h := c.OfHold(ref.Entry); senior || h == nil || h.Entry != nil && !h.Death {
		return nil
	}
	return fmt.Errorf("%w: %w", ErrDenied, &team.Denied{Op: team.OpRelease, Member: me.ID,
		Needs: "what the death of the subject holds, or may hold, a senior manager alone releases"})
}

// ReinstatableHold returns a hold that the docket of a case no longer names, for a hold that
// reinstates it. ErrState where there is no such hold.
func (b *Book) ReinstatableHold(ctx context.Context, ref record.Ref) (*cases.Hold, error) {
	c, err := b.Case(ctx, ref.Case)
	if err != nil {
		return nil, err
	}
	if why := c.CantReinstate(ref.Entry); why != "" {
		return nil, fmt.Errorf("%w: %s %s", ErrState, ref, why)
	}
	return c.OfHold(ref.Entry), nil
}

// Died reports whether an entry tells of the death of the subject, which holds the case.
func Died(p *Prepared) bool {
	return p.Entry.Kind == record.KindDeath && p.Entry.Str("who") == "subject"
}

// ErrDeathTogether refuses to record a death of the subject with other cases.
var ErrDeathTogether = fmt.Errorf("%w: the death of the subject is recorded in the one case "+
	"by itself, as it puts a hold on", ErrState)

// addInTurn adds entries in the order in which they are given: the death of the subject by
// itself, under hold, and what stands between two of them in one commit.
func (b *Book) addInTurn(ctx context.Context, id record.ID, entries []*Prepared, files []Attached,
) (done *Done, err error) {
	for slices.ContainsFunc(entries, Died) {
		n := slices.IndexFunc(entries, Died)
		if n == 0 {
			done, err = b.addDeath(ctx, id, entries[0])
			n = 1
		} else {
			var own []Attached
			own, files = filesOf(entries[:n], files)
			done, err = b.addPlain(ctx, id, entries[:n], own)
		}
		if err != nil {
			return nil, err
		}
		entries = entries[n:]
	}
	if len(entries) == 0 && done != nil {
		return done, nil
	}
	return b.addPlain(ctx, id, entries, files)
}

// filesOf returns the files that some entries bring with them, and those of others.
func filesOf(entries []*Prepared, files []Attached) (own, others []Attached) {
	for _, f := range files {
		if slices.ContainsFunc(entries, func(p *Prepared) bool {
			return p.Entry.Str("file") == string(f.ID)
		}) {
			own = append(own, f)
		} else {
			others = append(others, f)
		}
	}
	return own, others
}

// addDeath records the death of the subject. The operation is hold where the death holds the case.
// It is add where the death corrects one that holds the case already, or that a senior manager has
// released.
func (b *Book) addDeath(ctx context.Context, id record.ID, death *Prepared) (*Done, error) {
	return b.perform(ctx, func(p *parent) (*Change, error) {
		c, err := p.book.foldWith(ctx, id, team.OpAdd, death, false)
		if err != nil {
			return nil, err
		}
		op, next := team.OpAdd, verify.AfterAdd(*c.Docket)
		if c.PutsOnHold(death.Entry.ID) {
			op, next = team.OpHold, verify.AfterHold(*c.Docket, death.Entry.ID)
		}
		if err := p.may(op, stanceOf(c.Docket, p.me.ID)); err != nil {
			return nil, err
		}
		change := CaseChange{Docket: next, Entries: []*Prepared{death}}
		return &Change{Op: op, Cases: []CaseChange{change}}, nil
	})
}
