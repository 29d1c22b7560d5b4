package casebook

import (
	"context"
	"maps"
	"slices"

	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/store"
	"casefile/internal/verify"
)

// GivenBack are destroyed keys of one case that a remote gave again.
type GivenBack struct {
	Case record.ID
	Keys int
}

// DropGivenBack takes destroyed keys out of this copy that came back with a keys commit of the
// remote. A remote that does not keep to the dockets on main may have kept them. A commit that
// agrees with main's dockets brings nothing else. For any other commit every dead key that is here
// goes, wherever the commit has it.
func (b *Book) DropGivenBack(ctx context.Context, shard, commit string) ([]GivenBack, error) {
	right, err := b.repo.Ref(ctx, ledger.KeysPrefix+shard)
	if err != nil || right == commit {
		return nil, err
	}
	if err := b.dropNote(ctx, shard, commit); err != nil {
		return nil, err
	}
	dead, err := b.allDeadKeysStored(ctx)
	if err != nil || len(dead) == 0 {
		return nil, err
	}
	p, err := b.purge(ctx, slices.Collect(maps.Keys(dead)), nil)
	if err != nil {
		return nil, err
	}
	for _, place := range p.Left { // what a person saved here, and no remote gave
		delete(dead, place.ID)
	}
	return givenBack(dead), nil
}

// givenBack counts dead keys by case.
func givenBack(dead map[string]record.ID) (out []GivenBack) {
	keys := map[record.ID]int{}
	for _, id := range dead {
		keys[id]++
	}
	for id, n := range keys {
		out = append(out, GivenBack{id, n})
	}
	slices.SortFunc(out, func(a, b GivenBack) int { return compareID(a.Case, b.Case) })
	return out
}

// allDeadKeysStored returns the keys of dead epochs that this copy has, each with its case. Keys
// that the copy itself keeps until somebody has looked are left out.
func (b *Book) allDeadKeysStored(ctx context.Context) (map[string]record.ID, error) {
	list, err := b.endedSince(ctx, "")
	if err != nil {
		return nil, err
	}
	waiting, err := b.waitingCases()
	if err != nil {
		return nil, err
	}
	out := map[string]record.ID{}
	for _, id := range list {
		if slices.Contains(waiting, id) {
			continue
		}
		here, err := b.deadKeysStoredOf(ctx, id)
		if err != nil {
			return nil, err
		}
		for _, k := range here {
			out[k.Blob] = id
		}
	}
	return out, nil
}

// deadKeysStoredOf returns the keys of dead epochs of one case that this copy has.
func (b *Book) deadKeysStoredOf(ctx context.Context, id record.ID) ([]verify.KeyFact, error) {
	d, err := b.Docket(ctx, id)
	if err != nil {
		return nil, err
	}
	facts, err := b.Facts(id)
	if err != nil || facts == nil {
		return nil, err
	}
	return b.deadKeysStored(ctx, d, facts)
}

// dropNote forgets that the remote has a keys commit, so that nothing holds it here.
func (b *Book) dropNote(ctx context.Context, shard, commit string) error {
	noted, err := b.repo.Ref(ctx, ledger.KeysThere+shard)
	if err != nil || noted != commit {
		return err
	}
	return b.repo.Move(ctx, []store.Move{{Ref: ledger.KeysThere + shard, Old: commit}})
}
