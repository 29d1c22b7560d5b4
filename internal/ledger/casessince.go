package ledger

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"casefile/internal/record"
	"casefile/internal/verify"
)

// CasesSince returns the cases touched by commits on one of two lines and not on both: the line of
// an earlier tip, and this ledger's. Facts about other cases at the earlier tip still hold.
// ErrNotFound says that the lines share no commit here. ahead says that the other tip follows this
// one, as in a process that came later.
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

// touchedBy notes the cases that a commit touches: those whose files it changes, and those that it
// names.
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

// SetBackDigest returns a digest of all commits in history that are dated before their parents.
// Each changes when earlier facts arrived, in all cases.
func (l *Ledger) SetBackDigest() (string, error) {
	backs, err := l.index.clockSetBacks()
	sum := sha256.New()
	for _, s := range backs {
		fmt.Fprint(sum, s)
	}
	return hex.EncodeToString(sum.Sum(nil)[:8]), err
}
