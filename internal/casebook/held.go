package casebook

import (
	"context"
	"fmt"
	"strings"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// HeldError is ErrState of a case that can't be disposed of, with all that keeps it.
type HeldError struct {
	Docket     *record.Docket
	Hindrances []cases.Hindrance // one at least
}

func (e *HeldError) Error() string {
	if e.Hindrances[0].Sort == cases.NotEnded {
		return fmt.Sprintf("%s %s", e.Docket.Case, e.Hindrances[0].Why)
	}
	why := make([]string, len(e.Hindrances))
	for i, h := range e.Hindrances {
		why[i] = h.Why
	}
	return fmt.Sprintf("%s can't be disposed of: %s", e.Docket.Case, strings.Join(why, "; "))
}

// Unwrap lets errors.Is find ErrState.
func (e *HeldError) Unwrap() error { return ErrState }

// Disposable refuses a disposal with a HeldError that says all that holds the case. It
// needs no key; who has one is told which fact is missing, and is held by a request of the
// subject that waits for its answer.
func (b *Book) Disposable(ctx context.Context, d *record.Docket) error {
	missing, asked := "", []cases.Hindrance(nil)
	if c, err := b.Case(ctx, d.Case); err == nil {
		missing, asked = c.Retention.Needs(), c.AccessHindrances()
	}
	held := cases.Hindrances(d, b.dayOfEnding(), missing)
	if len(held) == 0 || held[0].Sort != cases.NotEnded {
		held = append(held, asked...)
	}
	if len(held) > 0 {
		return &HeldError{d, held}
	}
	return nil
}
