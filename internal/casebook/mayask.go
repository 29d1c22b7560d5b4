package casebook

import (
	"context"
	"fmt"

	"casefile/internal/cases"
	"casefile/internal/record"
	"casefile/internal/verify"
)

// Unanswerable reports whether nobody is left who could endorse the pending request of a case.
// Those who had the role when it was made have left, wrote the request, or have lost the role. The
// request may then be made again, and asks those who have the role now.
func (b *Book) Unanswerable(d *record.Docket) (bool, error) {
	if d.Pending == "" {
		return false, nil
	}
	facts, err := b.Facts(d.Case)
	if err != nil {
		return false, err
	}
	return facts.PendingEndorsement(d).Nobody(b.Policy(), b.Team()), nil
}

// MayAsk refuses, with ErrState, a request of a kind while another waits that somebody can
// still endorse, or one of another kind.
func (b *Book) MayAsk(d *record.Docket, kind string) error {
	if d.Pending == "" {
		return nil
	}
	if kind == verify.PendingKind(d.Status) {
		if anew, err := b.Unanswerable(d); err != nil || anew {
			return err
		}
	}
	return b.stillWaits(d)
}

// stillWaits says what a case waits for, and what for that waits.
func (b *Book) stillWaits(d *record.Docket) error {
	pending, _ := cases.PendingEntry(d)
	facts, err := b.Facts(d.Case)
	if err != nil {
		return err
	}
	if asked := facts.PendingEndorsement(d); asked.Granted(b.Policy()) {
		return fmt.Errorf("%w: the %s %s is endorsed, and waits to be carried out", ErrState,
			asked.Kind, pending)
	}
	return fmt.Errorf("%w: the %s %s still waits for endorsement", ErrState,
		verify.PendingKind(d.Status), pending)
}

// nothingWaits refuses a request that is done again by a sync while any other waits: whether
// it is to take that one's place is for a person to say.
func (b *Book) nothingWaits(ctx context.Context, id record.ID) error {
	d, err := b.Docket(ctx, id)
	if err != nil {
		return err
	}
	if _, waits := cases.PendingEntry(d); waits {
		return b.stillWaits(d)
	}
	return nil
}
