package casebook

import (
	"context"
	"errors"
	"fmt"

	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/store"
	"casefile/internal/verify"
)

// testReplaced tries each of my wrapped keys that next replaces, before the earlier key is dropped.
// For each new key that does not open, it returns a fault, and a ref that keeps the earlier keys of
// the shard.
func (b *Book) testReplaced(ctx context.Context, next *Book) (
	keep []store.Move, faults []verify.Fault, err error,
) {
	me, err := b.Me()
	if errors.Is(err, ErrNotMember) || err == nil && me.Recipient == "" {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, nil // nobody here has keys to try
	}
	shards := map[string]bool{}
	for id := range next.rekeyedCases() {
		before, err := b.Docket(ctx, id)
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, nil, err
		}
		after, err := next.Docket(ctx, id)
		if err != nil {
			return nil, nil, err
		}
		for i := range before.Keys {
			old, now := before.Keys[i][me.ID], after.Keys[i][me.ID]
			if old == "" || now == "" || old == now {
				continue
			}
			if tryErr := next.tryKey(ctx, id, i+1, now); tryErr != nil {
				shards[id.Shard()] = true
				faults = append(faults,
					verify.Fault{Commit: next.Tip(), Path: record.DocketPath(id),
						Rule: verify.RuleWrappedKey,
						Means: fmt.Sprintf("your key of epoch %d was replaced by one that could "+
							"not be opened: %v", i+1, tryErr)})
			}
		}
	}
	for shard := range shards {
		old, err := b.repo.Ref(ctx, ledger.KeysPrefix+shard)
		if err != nil {
			return nil, nil, err
		}
		if old != "" {
			keep = append(keep,
				store.Move{Ref: ledger.KeptPrefix + shard + "/" + old[:12], New: old})
		}
	}
	keep, err = b.notThere(ctx, keep)
	return keep, faults, err
}

// rekeyedCases returns the cases to which staged commits add wrapped keys.
func (b *Book) rekeyedCases() map[record.ID]bool {
	out := map[record.ID]bool{}
	for _, commit := range b.LearnedStaged() {
		for _, l := range commit {
			if len(l.Keys) > 0 {
				out[l.Case] = true
			}
		}
	}
	return out
}

// tryKey returns an error if one of my wrapped keys does not open.
func (b *Book) tryKey(ctx context.Context, id record.ID, epoch int, blob string) error {
	me, err := b.person.Identity()
	if err != nil {
		return err
	}
	_, err = b.unwrap(ctx, me, id, epoch, blob)
	return err
}
