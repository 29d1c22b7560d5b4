package ledger

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"casefile/internal/record"
	"casefile/internal/verify"
)

// CasesSince are the cases that a commit touches which is on one of two lines and not on both:
// that of an earlier tip and that of this one. What was known of the others at the earlier tip
// stands. ErrNotFound where the two share nothing here. ahead says that the other tip is one
// after this, as a process has it that came later.
func (l *Ledger) CasesSince(ctx context.Context, tip string) (
	touched map[record.ID]bool, ahead bool, err error,
) {
	touched = map[record.ID]bool{}
	if tip == l.tip {
		return touched, false, nil
	}
	base, err := l.repo.MergeBase(ctx, tip, l.tip)
	if err == nil && base == "" {
		err = fmt.Errorf("%w: what %.12s shares with the tip", ErrNotFound, tip)
	}
	if err != nil {
		return nil, false, err
	}
	for _, end := range []string{tip, l.tip} {
		line, err := l.repo.Since(ctx, base, end)
		if err != nil {
			return nil, false, err
		}
		for parent := base; len(line) > 0; line = line[1:] {
			if err := l.touchedBy(ctx, parent, line[0], touched); err != nil {
				return nil, false, err
			}
			parent = line[0]
		}
	}
	return touched, base == l.tip, nil
}

// touchedBy notes the cases that one commit touches: those in whose files it changes something,
// and those that it names.
func (l *Ledger) touchedBy(ctx context.Context, parent, commit string,
	touched map[record.ID]bool,
) error {
	changes, err := l.repo.Diff(ctx, parent, commit)
	if err != nil {
		return err
	}
	for _, c := range changes {
		if id, ok := verify.CaseOf(c.Path); ok {
			touched[id] = true
		}
	}
	c, err := l.repo.Commit(ctx, commit)
	if err != nil {
		return err
	}
	msg, err := verify.ParseMessage(c.Message)
	for _, t := range msg.Cases {
		touched[t.Case] = true
	}
	return err
}

// SetBackDigest names what history has of commits that are dated before their parents. Each
// tells of all cases before it when what stands in them arrived.
func (l *Ledger) SetBackDigest() (string, error) {
	backs, err := l.index.clockSetBacks()
	sum := sha256.New()
	for _, s := range backs {
		fmt.Fprint(sum, s)
	}
	return hex.EncodeToString(sum.Sum(nil)[:8]), err
}
