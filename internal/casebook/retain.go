package casebook

import (
	"context"
	"fmt"

	"casefile/internal/record"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// Retain sets until when a closed case is kept, as computed by the caller, who
// has read it; zero where a fact is missing.
func (b *Book) Retain(ctx context.Context, id record.ID, until record.Date) (*Done, error) {
	return b.onCase(ctx, "retain", id, func(p *parent, d record.Docket) (*CaseChange, error) {
		if !until.IsZero() && until.Before(d.RetainUntil) && !p.me.HasAny(team.Records, team.Senior) {
			return nil, fmt.Errorf("%w: only records or a senior may bring the date of %s forward, from %s to %s", ErrDenied, id, d.RetainUntil, until)
		}
		return &CaseChange{Docket: verify.AfterRetain(d, until, p.book.Policy().Version)}, nil
	})
}

// retainAgain computes the date again from what the case holds by now.
func (b *Book) retainAgain(ctx context.Context, id record.ID) (*Done, error) {
	c, err := b.Case(ctx, id)
	if err != nil {
		return nil, err
	}
	until := c.Retention.Until
	if c.Docket.RetainUntil == until && c.Docket.Policy == b.Policy().Version && !c.Docket.Blocked(record.BlockRecheck) {
		return nil, errNothingLeft
	}
	return b.Retain(ctx, id, until)
}
