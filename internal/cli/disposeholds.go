package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/record"
)

// heldHint adds, for each reason that keeps a case, the command that helps.
func heldHint(err error) error {
	held, ok := errors.AsType[*casebook.HeldError](err)
	if !ok {
		return err
	}
	var help []string
	for _, h := range held.Hindrances {
		if one := helpsHeld(held.Docket, h); !slices.Contains(help, one) {
			help = append(help, one)
		}
	}
	return withHint(err, "%s", strings.Join(help, "; "))
}

// earlyHint adds the command that helps where an act was refused because the case would be
// destroyed too early.
func earlyHint(err error) error {
	early, ok := errors.AsType[*casebook.EarlyError](err)
	switch {
	case ok && early.Act == "released":
		return withHint(err, "%s computes the date again", cases.Redate(early.Case))
	case ok:
		return withHint(err, "%s computes the date again; --verdict returned sends it back",
			cases.Redate(early.Case))
	}
	return err
}

// helpsHeld returns the command that helps against one reason that keeps a case from disposal.
func helpsHeld(d *record.Docket, held cases.Hindrance) string {
	about := record.Ref{Case: d.Case, Entry: held.About}
	switch held.Sort {
	case cases.NotEnded:
		return fmt.Sprintf("casefile close %s", d.Case)
	case cases.OnHold:
		return fmt.Sprintf("casefile release %s lifts the hold", about)
	case cases.NoReceipt:
		return fmt.Sprintf("casefile transfer %s shows it; casefile transfer receipt %s -F FILE "+
			"ends the wait", d.Case, d.Case)
	case cases.Unchecked, cases.OlderPolicy, cases.RetainedLonger:
		return cases.Redate(d.Case) + " computes it again"
	case cases.LinkedCase:
		return fmt.Sprintf("casefile %s shows the other case; then %s", held.About,
			cases.Redate(d.Case))
	case cases.Unlisted:
		return fmt.Sprintf("casefile show %s; record the hold again, or release it", about)
	case cases.LeftOut:
		return "have somebody dispose of it who can read it, or name it in the request: unread"
	case cases.Waits:
		return fmt.Sprintf("casefile endorse %s --verdict returned, or casefile erase %s --finish",
			about, d.Case)
	case cases.NoSenior:
		return fmt.Sprintf("casefile endorse %s --level senior", about)
	case cases.Asked:
		return fmt.Sprintf("casefile sar %s shows the request; answer it, or close it", d.Case)
	case cases.FactNeeded:
		return fmt.Sprintf("record it, then casefile retain %s", d.Case)
	}
	// The case has no date for disposal, or it lies ahead.
	return fmt.Sprintf("casefile retention explain %s", d.Case)
}
