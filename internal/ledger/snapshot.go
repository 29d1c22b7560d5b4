package ledger

import (
	"context"
	"slices"
	"strings"
	"time"

	"casefile/internal/verify"
)

// snapshotTries and snapshotWait bound the wait for a moment in which nobody moves main.
const (
	snapshotTries = 50
	snapshotWait  = 20 * time.Millisecond
)

// stillWrong removes the faults of keys refs that another process caused by moving main: main and
// refs were read one after the other, at two moments. Faults by the present main stay.
func (l *Ledger) stillWrong(ctx context.Context, wrong []verify.Fault) ([]verify.Fault, error) {
	ofRefs := func(f verify.Fault) bool { return f.Rule == verify.RuleKeysRef }
	if !slices.ContainsFunc(wrong, ofRefs) {
		return wrong, nil
	}
	for range snapshotTries {
		main, refs, err := l.snapshot(ctx)
		if err != nil {
			return wrong, err
		}
		if main == "" {
			time.Sleep(snapshotWait)
			continue
		}
		return slices.DeleteFunc(wrong, func(f verify.Fault) bool {
			want, err := l.shardAt(ctx, main, strings.TrimPrefix(f.Path, KeysPrefix))
			return ofRefs(f) && err == nil && refs[f.Path] == want
		}), nil
	}
	return wrong, nil
}

// snapshot returns main and all refs at one moment; "" where somebody moved main meanwhile.
func (l *Ledger) snapshot(ctx context.Context) (main string, refs map[string]string, err error) {
	before, err := l.repo.Ref(ctx, MainRef)
	if err != nil {
		return "", nil, err
	}
	if refs, err = l.repo.Refs(ctx, ""); err != nil {
		return "", nil, err
	}
	_ = l.repo.Settled(ctx, refs) // a damaged intent is reported elsewhere
	after, err := l.repo.Ref(ctx, MainRef)
	if err != nil || before != after || refs[MainRef] != after {
		return "", nil, err
	}
	return after, refs, nil
}

// shardAt returns the right commit of a shard's keys ref by a commit; "" where it has no such
// shard.
func (l *Ledger) shardAt(ctx context.Context, commit, shard string) (string, error) {
	_, there, err := l.repo.Lookup(ctx, commit, "cases/"+shard)
	if err != nil || !there {
		return "", err
	}
	return ShardCommit(ctx, l.repo.NewBatch(), commit, shard)
}
