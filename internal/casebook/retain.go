package casebook

import (
	"context"
	"fmt"

	"casefile/internal/cases"
	"casefile/internal/record"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// retain sets until when a closed case is kept, as computed by the caller, who
// has read it; zero where a fact is missing.
func (b *Book) retain(ctx context.Context, id record.ID, until record.Date) (*Done, error) {
	return b.onCase(ctx, team.OpRetain, id, func(p *parent, d record.Docket) (*CaseChange, error) {
		// Where no date stood before, the judge refuses it, in words that name none.
		if !d.RetainUntil.IsZero() && verify.ShortensRetention(d.RetainUntil, until) &&
			!p.me.ShortensRetention() {
			return nil, fmt.Errorf(
				"%w: only records or a senior may bring the date of %s forward, from %s to %s",
				ErrDenied, id, d.RetainUntil, until)
		}
		return &CaseChange{Docket: verify.AfterRetain(d, until, p.book.Policy().Version)}, nil
	})
}

// Redated is the date until which a closed case is kept, computed anew.
type Redated struct {
	Was    *record.Docket
	Now    cases.Retention
	Same   bool   // nothing of it changes
	Commit string // that says so; "" where nothing changes, or nothing was to be recorded
}

// UnreadError is ErrNoKey of a case whose date can't be computed, as some of its entries
// can't be read.
type UnreadError struct {
	Case record.ID
	Why  string
}

func (e *UnreadError) Error() string { return fmt.Sprintf("%v: %s: %s", ErrNoKey, e.Case, e.Why) }

// Unwrap lets errors.Is find ErrNoKey.
func (e *UnreadError) Unwrap() error { return ErrNoKey }

// RetainAnew computes a case's date from what the case holds by now, under the policy in
// force, and records it where anything of it changes; a trial records nothing. Whether the
// case has a date at all is for the caller to ask ([cases.CantRetain]).
func (b *Book) RetainAnew(ctx context.Context, id record.ID, trial bool) (*Redated, error) {
	c, err := b.Case(ctx, id)
	if err != nil {
		return nil, err
	}
	if c.Retention.Unread > 0 {
		return nil, &UnreadError{id, c.Retention.Why}
	}
	r := &Redated{Was: c.Docket, Now: c.Retention, Same: b.datedAlready(c)}
	if r.Same {
		return r, nil
	}
	if err := b.MayNow(ctx, team.OpRetain, id); err != nil || trial {
		return r, err
	}
	done, err := b.retain(ctx, id, c.Retention.Until)
	if err != nil {
		return nil, err
	}
	r.Commit = done.Commit
	return r, nil
}

// datedAlready says whether a docket has the date that its case has now, under the policy
// in force, with nothing added since.
func (b *Book) datedAlready(c *cases.Case) bool {
	d := c.Docket
	return d.RetainUntil == c.Retention.Until && d.Policy == b.Policy().Version &&
		!d.Blocked(record.BlockRecheck)
}

// retainAgain computes the date again from what the case holds by now. Where an entry
// can't be read nothing is recorded: no date that was set falls for want of a key, and the
// case waits for somebody who can read all of it.
func (b *Book) retainAgain(ctx context.Context, id record.ID) (*Done, error) {
	c, err := b.Case(ctx, id)
	if err != nil {
		return nil, err
	}
	if c.Retention.Unread > 0 {
		return nil, &UnreadError{id, c.Retention.Why}
	}
	if b.datedAlready(c) {
		return nil, errNothingLeft
	}
	return b.retain(ctx, id, c.Retention.Until)
}
