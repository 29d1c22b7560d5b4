package casebook

import (
	"context"
	"errors"

	"casefile/internal/cases"
	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/verify"
)

// Acted returns the cases that a change is about, without those of which it only asks for a look at
// their date.
func (c *Change) Acted() []CaseChange {
	var out []CaseChange
	for _, x := range c.Cases {
		if !x.Linked {
			out = append(out, x)
		}
	}
	return out
}

// LinkedCases returns the cases that a change does not touch, and whose date it asks to check.
func (c *Change) LinkedCases() []record.ID {
	var out []record.ID
	for _, x := range c.Cases {
		if x.Linked {
			out = append(out, x.Docket.Case)
		}
	}
	return out
}

// askLook adds to a change, behind the cases that it is about, those of the same child whose
// date may rest on one of them (verify.AfterLinked). Their dockets are enough; rests tells of
// one whether its date does.
func (p *parent) askLook(change *Change, others []record.ID,
	rests func(*record.Docket) bool,
) error {
	for _, id := range others {
		if change.has(id) {
			continue
		}
		d, err := p.book.Docket(p.ctx, id)
		if errors.Is(err, ErrNotFound) || errors.Is(err, record.ErrDocket) {
			continue // of another agency, say; or nobody can act on it
		}
		if err != nil {
			return err
		}
		if !cases.Ended(d) || d.Blocked(record.BlockRecheck) || !rests(d) {
			continue
		}
		change.Cases = append(change.Cases,
			CaseChange{Docket: verify.AfterLinked(*d), Linked: true})
	}
	return nil
}

func (c *Change) has(id record.ID) bool {
	for _, x := range c.Cases {
		if x.Docket.Case == id {
			return true
		}
	}
	return false
}

// always selects every case, for acts on which the date of another case depends, whatever that date
// is.
func always(*record.Docket) bool { return true }

// askLookOf calls askLook for the cases of the same child that the profile of a case names, since
// the case is opened again. Where its entries can't be opened it does nothing: a disposal of the
// other cases looks again itself.
func (p *parent) askLookOf(change *Change, id record.ID) error {
	c, err := p.book.Case(p.ctx, id)
	if unopenable(err) {
		return nil
	}
	if err != nil {
		return err
	}
	return p.askLook(change, c.SameChild(), always)
}

// actedIn returns the trailers of the cases that a commit was about, without those of which it only
// asked for a look at their date.
func (b *Book) actedIn(ctx context.Context, o original) ([]verify.CaseTrailers, error) {
	if len(o.msg.Cases) < 2 {
		return o.msg.Cases, nil
	}
	var out []verify.CaseTrailers
	for _, c := range o.msg.Cases {
		before, err := ledger.DocketAt(ctx, b.repo.Reader, o.parent(), c.Case)
		if err != nil && !errors.Is(err, ErrNotFound) {
			return nil, err
		}
		after, afterErr := ledger.DocketAt(ctx, b.repo.Reader, o.ID, c.Case)
		if afterErr != nil {
			return nil, afterErr
		}
		if err != nil || !verify.OnlyAsksForLook(o.op(), before, after, c) {
			out = append(out, c)
		}
	}
	return out, nil
}
