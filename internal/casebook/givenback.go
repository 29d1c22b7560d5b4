package casebook

import (
	"context"
	"slices"

	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/store"
)

// GivenBack are keys that a remote gave although they were destroyed.
type GivenBack struct {
	Case record.ID
	Keys int
}

// DropGivenBack takes out of this copy what came with a keys commit of the remote and was
// destroyed before: a remote that does not keep to main's dockets may have kept it. A commit
// that is what main says of its shard brings nothing else.
func (b *Book) DropGivenBack(ctx context.Context, shard, commit string) ([]GivenBack, error) {
	right, err := b.repo.Ref(ctx, ledger.KeysPrefix+shard)
	if err != nil || right == commit {
		return nil, err
	}
	dead := map[record.ID][]string{}
	if err := b.deadIn(ctx, commit, dead); err != nil {
		return nil, err
	}
	if err := b.dropNote(ctx, shard, commit); err != nil || len(dead) == 0 {
		return nil, err
	}
	var out []GivenBack
	var ids []string
	for id, keys := range dead {
		out, ids = append(out, GivenBack{id, len(keys)}), append(ids, keys...)
	}
	slices.SortFunc(out, func(a, b GivenBack) int { return compareID(a.Case, b.Case) })
	_, err = b.purge(ctx, ids, nil)
	return out, err
}

// deadIn adds the keys that a keys commit has, whatever their paths say, and that are dead.
// What this copy keeps itself, until somebody has looked, is none of them.
func (b *Book) deadIn(ctx context.Context, commit string, dead map[record.ID][]string) error {
	files, err := b.keysIn(ctx, commit, "")
	if err != nil {
		return err
	}
	for _, f := range files {
		id, listed, err := b.CaseOfKey(f.ID)
		if err != nil {
			return err
		}
		if _, waits := b.waitingOn(id); !listed || waits || slices.Contains(dead[id], f.ID) {
			continue
		}
		gone, err := b.isDead(ctx, id, f.ID)
		if err != nil {
			return err
		}
		if gone {
			dead[id] = append(dead[id], f.ID)
		}
	}
	return nil
}

// isDead reports whether a key belongs to a dead epoch of its case.
func (b *Book) isDead(ctx context.Context, id record.ID, blob string) (bool, error) {
	d, err := b.Docket(ctx, id)
	if err != nil {
		return false, err
	}
	facts, err := b.Facts(id)
	if err != nil || facts == nil {
		return false, err
	}
	for _, k := range facts.Keys {
		if k.Blob == blob {
			return k.Epoch <= deadEpochs(d), nil
		}
	}
	return false, nil
}

// dropNote forgets that the remote has a keys commit, so that nothing holds it here.
func (b *Book) dropNote(ctx context.Context, shard, commit string) error {
	noted, err := b.repo.Ref(ctx, remoteKeys+shard)
	if err != nil || noted != commit {
		return err
	}
	return b.repo.Move(ctx, []store.Move{{Ref: remoteKeys + shard, Old: commit}})
}
