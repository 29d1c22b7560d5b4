package cli

import (
	"context"
	"errors"
	"fmt"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/record"
)

// heldHint adds to what holds a case the command that helps with the first of it.
func heldHint(err error) error {
	held, ok := errors.AsType[*casebook.HeldError](err)
	if !ok {
		return err
	}
	return withHint(err, "%s", helpsHeld(held.Docket, held.Hindrances[0].Sort))
}

// helpsHeld is the command that helps with what keeps a case from disposal.
func helpsHeld(d *record.Docket, held cases.HindranceSort) string {
	switch held {
	case cases.NotEnded:
		return fmt.Sprintf("casefile close %s", d.Case)
	case cases.OnHold:
		return fmt.Sprintf("casefile release %s lifts the hold", d.Case)
	case cases.NoReceipt:
		return fmt.Sprintf("casefile transfer %s shows it; casefile transfer receipt %s -F FILE ends the wait", d.Case, d.Case)
	case cases.Unchecked:
		return recheckHint(d)
	case cases.FactNeeded:
		return fmt.Sprintf("record it, then casefile retain %s", d.Case)
	}
	return fmt.Sprintf("casefile retention explain %s", d.Case) // its date has not passed, or it has none
}

// recheckHint: what was endorsed did not hold the new entry, so that a request must
// be sent back first.
func recheckHint(d *record.Docket) string {
	if d.Status == record.Disposing {
		return fmt.Sprintf("casefile endorse %s --verdict returned, then casefile retain %s", record.Ref{Case: d.Case, Entry: d.Pending}, d.Case)
	}
	return fmt.Sprintf("casefile retain %s computes it again", d.Case)
}

// stillDisposable looks again at a case whose disposal was about to be recorded,
// after what others sent has come in.
func stillDisposable(ctx context.Context, b *casebook.Book, id record.ID) error {
	d, err := b.Docket(ctx, id)
	if err != nil {
		return err
	}
	if d.Status != record.Disposing {
		return withHint(inState("%s is %s by now: the request does not wait any more", id, d.Status), "casefile %s", id)
	}
	if err := b.Disposable(ctx, d); err != nil {
		return heldHint(err)
	}
	lacks, err := b.DisposalLacks(d)
	if err == nil && len(lacks) > 0 {
		err = inState("the disposal of %s lacks the endorsement of %s by now", id, joinWords(lacks))
	}
	return err
}

// disposalUnsent says what became of a disposal that was recorded and then could
// not be sent.
func disposalUnsent(ctx context.Context, b *casebook.Book, id record.ID, err error) error {
	if d, docketErr := b.Docket(ctx, id); errors.Is(err, errConflict) && docketErr == nil && d.Status != record.Destroyed {
		return withHint(fmt.Errorf("nothing was destroyed, as others were faster and the case may have changed: %w", err), "casefile dispose %s", id)
	}
	return withHint(fmt.Errorf("the disposal is recorded here, not sent, and no key is destroyed yet: %w", err), "casefile sync sends it, and destroys the keys then")
}
