package ledger

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"casefile/internal/store"
	"casefile/internal/verify"
)

// judgeKeys checks that each pushed shard is as main says. Each shard that the new commits touch
// must be right after the push.
func (r *pushJudge) judgeKeys(ctx context.Context) error {
	after := map[string]string{}
	for shard := range r.ledger.touched {
		now, err := r.ledger.repo.Ref(ctx, KeysPrefix+shard)
		if err != nil {
			return err
		}
		after[shard] = now
	}
	pushed := map[string]bool{}
	for _, u := range r.Updates {
		if shard, ok := strings.CutPrefix(u.Ref, KeysPrefix); ok {
			after[shard], pushed[shard] = u.New, true
			if now, err := r.ledger.repo.Ref(ctx, u.Ref); err != nil || now != u.Old {
				return cmp.Or(err, fmt.Errorf("%w: %s has moved since", store.ErrRaced, u.Ref))
			}
		}
	}
	for _, shard := range slices.Sorted(maps.Keys(after)) {
		if err := r.judgeShard(ctx, shard, after[shard], pushed[shard]); err != nil {
			return err
		}
	}
	return nil
}

func (r *pushJudge) judgeShard(ctx context.Context, shard, id string, pushed bool) error {
	ref := KeysPrefix + shard
	there := false
	if r.tip != "" {
		var err error
		if _, there, err = r.Quarantine.Lookup(ctx, r.tip, "cases/"+shard); err != nil {
			return err
		}
	}
	if !there {
		r.fault(verify.RuleKeysRef, ref, "no case belongs to it")
		return nil
	}
	want, err := ShardCommit(ctx, r.Quarantine.NewBatch(), r.tip, shard)
	if err != nil {
		return err
	}
	switch {
	case id != want && pushed:
		r.fault(verify.RuleKeysRef, ref, "it is pushed at %s; by the dockets it must be at %s", id,
			want)
	case id != want:
		r.fault(verify.RuleKeysRef, ref, "it must come along: it is at %s; by the dockets it must "+
			"be at %s", orNothing(id), want)
	case pushed:
		return r.judgeWrappedKeys(ctx, shard)
	}
	return nil
}

// judgeWrappedKeys requires the wrapped keys that a pushed shard lists. Git checks the same before
// it runs the hook, and then drops only that one ref.
func (r *pushJudge) judgeWrappedKeys(ctx context.Context, shard string) error {
	files, err := shardFiles(ctx, r.Quarantine.Reader, r.tip, shard)
	if err != nil {
		return err
	}
	ids := make([]string, len(files))
	for i, f := range files {
		ids[i] = f.ID
	}
	kinds, err := r.Quarantine.Kinds(ctx, ids)
	if err != nil {
		return err
	}
	for i, f := range files {
		switch kinds[i] {
		case "blob":
		case "":
			r.fault(verify.RuleKeysRef, KeysPrefix+shard, "the wrapped key %s is missing: %s",
				f.Path, f.ID)
		default:
			r.fault(verify.RuleKeysRef, KeysPrefix+shard, "the wrapped key %s is a %s: %s", f.Path,
				kinds[i], f.ID)
		}
	}
	return nil
}
