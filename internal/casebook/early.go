package casebook

import (
	"context"
	"fmt"

	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/verify"
)

// dayOfEnding returns the day against which the end of a case is compared: today, or today by the
// machine's own clock where the environment set a later date.
func (b *Book) dayOfEnding() record.Date {
	at := b.clock.Now
	if machine := b.clock.machine(); machine.Before(at) {
		at = machine
	}
	return b.Policy().Today(at)
}

// tooEarly says why a case that the record calls destroyed must still be kept by this machine's
// clock, or "". Either the commit or this clock is wrong, and destruction waits until both agree.
func (b *Book) tooEarly(d *record.Docket) string {
	if d.Status != record.Destroyed || d.RetainUntil.Before(b.dayOfEnding()) {
		return ""
	}
	return fmt.Sprintf("the case is destroyed in the record, was to be kept until %s, and by this "+
		"machine's clock that day has not passed", d.RetainUntil)
}

// destroyedEarly returns the fault of a case that was destroyed too early and whose keys are still
// here. A ref of this copy then holds the keys.
func (b *Book) destroyedEarly(ctx context.Context, id record.ID) ([]verify.Fault, error) {
	d, err := b.Docket(ctx, id)
	if err != nil || b.tooEarly(d) == "" {
		return nil, err
	}
	dead, err := b.DeadKeys(ctx, id)
	if err != nil {
		return nil, err
	}
	left, err := b.LeftOf(ctx, id, dead)
	if err != nil || len(left) == 0 {
		return nil, err
	}
	commit, err := b.destroyedIn(ctx, id)
	if err != nil {
		return nil, err
	}
	fault := verify.Fault{Commit: commit, Path: record.DocketPath(id), Rule: verify.RuleDispose,
		Means: b.tooEarly(d) + "; its keys stay here"}
	return []verify.Fault{fault}, b.keepAll(ctx, d, commit)
}

// keepAll has a ref of this copy hold the keys that a case had before a commit.
func (b *Book) keepAll(ctx context.Context, d *record.Docket, commit string) error {
	facts, err := b.Facts(d.Case)
	if err != nil || facts == nil {
		return err
	}
	here, err := b.deadKeysStored(ctx, d, facts)
	if err != nil {
		return err
	}
	c, err := b.repo.Commit(ctx, commit)
	if err != nil {
		return err
	}
	return b.keepKeys(ctx, d.Case, c, here)
}

// destroyedIn returns the commit by which a case became destroyed.
func (b *Book) destroyedIn(ctx context.Context, id record.ID) (string, error) {
	commit := b.Tip()
	for {
		c, err := b.repo.Commit(ctx, commit)
		if err != nil || len(c.Parents) == 0 {
			return commit, err
		}
		before, err := ledger.DocketAt(ctx, b.repo.Reader, c.Parents[0], id)
		if err != nil || before.Status != record.Destroyed {
			return commit, err
		}
		commit = c.Parents[0]
	}
}
