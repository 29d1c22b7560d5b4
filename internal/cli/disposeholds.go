package cli

import (
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
	case cases.Asked:
		return fmt.Sprintf("casefile sar %s shows the request; answer it, or close it", d.Case)
	case cases.FactNeeded:
		return fmt.Sprintf("record it, then casefile retain %s", d.Case)
	}
	// Its date has not passed, or it has none.
	return fmt.Sprintf("casefile retention explain %s", d.Case)
}

// recheckHint: what was endorsed did not hold the new entry, so that a request must
// be sent back first.
func recheckHint(d *record.Docket) string {
	if d.Status == record.Disposing {
		return fmt.Sprintf("casefile endorse %s --verdict returned, then casefile retain %s", record.Ref{Case: d.Case, Entry: d.Pending}, d.Case)
	}
	return fmt.Sprintf("casefile retain %s computes it again", d.Case)
}
