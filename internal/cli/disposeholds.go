package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"casefile/internal/casebook"
	"casefile/internal/record"
)

// holding refuses a disposal, and says all that holds the case.
func holding(ctx context.Context, b *casebook.Book, d *record.Docket) error {
	missing := ""
	if d.RetainUntil.IsZero() {
		missing = missingFact(ctx, b, d.Case)
	}
	return holds(d, b.Policy().Today(b.Now()), missing)
}

// missingFact names the rule and the fact that leave a case without a date, for
// somebody who can read it.
func missingFact(ctx context.Context, b *casebook.Book, id record.ID) string {
	c, err := b.Case(ctx, id)
	if err != nil || !c.Retention.Until.IsZero() {
		return ""
	}
	for _, r := range c.Retention.Considered {
		if r.Applies && r.MissingFact != "" {
			return fmt.Sprintf("the rule %s needs the %s", r.ID, r.MissingFact)
		}
	}
	return ""
}

// holds is holding, from the docket alone and what is known of a missing fact.
func holds(d *record.Docket, today record.Date, missing string) error {
	switch d.Status {
	case record.Closed, record.Transferred, record.Disposing:
	default:
		return withHint(inState("%s is %s; only a closed case can be disposed of", d.Case, d.Status), "casefile close %s", d.Case)
	}
	var why []string
	hint := ""
	add := func(reason, help string) {
		if why = append(why, reason); hint == "" {
			hint = help
		}
	}
	if d.Blocked(record.BlockHold) {
		add("it is on hold", fmt.Sprintf("casefile release %s lifts the hold", d.Case))
	}
	if d.Blocked(record.BlockTransfer) {
		add("a transfer waits for its receipt", fmt.Sprintf("casefile transfer %s shows it; casefile transfer receipt %s -F FILE ends the wait", d.Case, d.Case))
	}
	if d.Blocked(record.BlockRecheck) {
		add("something was added since its date was computed", recheckHint(d))
	}
	switch {
	case d.RetainUntil.IsZero() && missing != "":
		add("it has no date, as a fact is missing: "+missing, fmt.Sprintf("record it, then casefile retain %s", d.Case))
	case d.RetainUntil.IsZero():
		add("it has no date, as a fact is missing", fmt.Sprintf("casefile retention explain %s", d.Case))
	case !today.After(d.RetainUntil):
		add("it is to be kept until "+d.RetainUntil.String(), fmt.Sprintf("casefile retention explain %s", d.Case))
	}
	if len(why) == 0 {
		return nil
	}
	return withHint(inState("%s can't be disposed of: %s", d.Case, strings.Join(why, "; ")), "%s", hint)
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
	if err := holding(ctx, b, d); err != nil {
		return err
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
