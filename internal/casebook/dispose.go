package casebook

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"casefile/internal/record"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// RequestDisposal records the disposal entry: the case waits for the endorsements that policy
// asks for. What keeps the case refuses it (Disposable), as it is on the parent that is built
// on.
func (b *Book) RequestDisposal(ctx context.Context, id record.ID, request *Prepared) (
	*Done, error,
) {
	return b.onCase(ctx, team.OpDisposeRequest, id,
		func(p *parent, d record.Docket) (*CaseChange, error) {
			if err := p.book.MayAsk(&d, record.KindDisposal); err != nil {
				return nil, err
			}
			if err := p.book.Disposable(ctx, &d, request.Entry); err != nil {
				return nil, err
			}
			return &CaseChange{Docket: verify.AfterDisposeRequest(d, request.Entry.ID),
				Entries: []*Prepared{request}}, nil
		})
}

// dispose takes every wrapped key of a case off the record. The keys themselves
// go with PurgeDue, once the remote has this, or with FinishErasure. The case is looked at
// once more on the parent that is built on (Disposable).
func (b *Book) dispose(ctx context.Context, id record.ID) (*Done, error) {
	return b.withPendingPurge(ctx, id, func() (*Done, error) {
		return b.onCase(ctx, team.OpDispose, id,
			func(p *parent, d record.Docket) (*CaseChange, error) {
				c, err := p.book.disposable(ctx, &d, nil)
				if err != nil {
					return nil, err
				}
				if _, err := p.book.pendingRequest(ctx, &d, record.KindDisposal); err != nil {
					return nil, err
				}
				sealed, err := p.sealDisposalRecord(c)
				return &CaseChange{Docket: verify.AfterDispose(d), Register: sealed}, err
			})
	})
}

// errDisposeOnline is why a disposal that lost a race is not done again by itself.
var errDisposeOnline = fmt.Errorf("%w: the records changed while the case was being destroyed, "+
	"and its keys are there", ErrState)

// replayDispose never disposes: others may have added to the case, and who confirmed
// it did not see that.
func (b *Book) replayDispose(ctx context.Context, id record.ID) error {
	d, err := b.Docket(ctx, id)
	if err == nil && d.Status == record.Destroyed {
		return errNothingLeft
	}
	return cmp.Or(err, errDisposeOnline)
}

// DisposalLacks lists the levels of endorsement that a disposal still waits for.
func (b *Book) DisposalLacks(d *record.Docket) ([]string, error) {
	return b.lacks(d)
}

// lacks returns the levels that the pending entry of a docket still waits for.
func (b *Book) lacks(d *record.Docket) ([]string, error) {
	facts, err := b.Facts(d.Case)
	if err != nil {
		return nil, err
	}
	return facts.PendingEndorsement(d).Missing(b.Policy()), nil
}

// Extent says how much a case holds, as anybody can see.
type Extent struct {
	Entries, Files, Epochs int
	Readers                []string
	First, Last            time.Time // when entries were recorded; zero where there is none
}

// Extent needs no key.
func (b *Book) Extent(ctx context.Context, d *record.Docket) (Extent, error) {
	texts, err := b.sealedFiles(ctx, d.Case, false)
	files, filesErr := b.sealedFiles(ctx, d.Case, true)
	x := Extent{Entries: len(texts), Files: len(files), Epochs: d.Newest(), Readers: d.Readers()}
	for _, f := range slices.Concat(texts, files) {
		at := f.fact.Committed
		if x.First.IsZero() || at.Before(x.First) {
			x.First = at
		}
		if at.After(x.Last) {
			x.Last = at
		}
	}
	return x, errors.Join(err, filesErr)
}
