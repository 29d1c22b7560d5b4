package casebook

import (
	"context"
	"maps"
	"math"
	"slices"
	"strings"

	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/verify"
)

// DeadKeys lists the wrapped keys of the dead epochs of a case; of a destroyed case every epoch is
// dead. It lists keys that no docket on main lists, too: those of operations that never came to
// main, as far as refs of this copy hold them; those in the key journal; and those of a pending
// purge. Keys of an epoch in use are left out, since an operation may be about to list them.
func (b *Book) DeadKeys(ctx context.Context, id record.ID) ([]string, error) {
	all, err := b.DeadKeysOf(ctx, []record.ID{id})
	return all[id], err
}

// DeadKeysOf does what DeadKeys does, for many cases. It reads the refs and the key journal once.
func (b *Book) DeadKeysOf(ctx context.Context, list []record.ID) (map[record.ID][]string, error) {
	out := make(map[record.ID][]string, len(list))
	for _, id := range list {
		out[id] = nil
	}
	dead, err := b.withDeadEpochs(ctx, list)
	if err != nil || len(dead) == 0 {
		return out, err
	}
	if err := b.addJudgedKeys(dead); err != nil {
		return nil, err
	}
	refs, err := b.repo.Refs(ctx, "refs/casefile/")
	if err == nil {
		err = b.addAsideKeys(ctx, refs, dead)
	}
	if err == nil {
		err = b.addUnlistedKeys(ctx, refs, dead)
	}
	if err != nil {
		return nil, err
	}
	for id, d := range dead {
		for blob := range d.listed {
			delete(d.ever, blob)
		}
		out[id] = slices.Sorted(maps.Keys(d.ever))
	}
	return out, nil
}

// deadCase is a case that has dead epochs.
type deadCase struct {
	last   int             // the number of the last of them
	ever   map[string]bool // the wrapped keys of those epochs
	listed map[string]bool // what its docket lists now
}

// withDeadEpochs returns the cases that have dead epochs.
func (b *Book) withDeadEpochs(ctx context.Context, list []record.ID) (
	map[record.ID]*deadCase, error) {
	out := map[record.ID]*deadCase{}
	for _, id := range sortedOnce(list) { // so that each shard's folder is read once
		d, err := b.Docket(ctx, id)
		if err != nil {
			return nil, err
		}
		if last := lastDeadEpoch(d); last > 0 {
			out[id] = &deadCase{last, map[string]bool{}, map[string]bool{}}
			for _, e := range d.Keys {
				for _, blob := range e {
					out[id].listed[blob] = true
				}
			}
		}
	}
	return out, nil
}

// addJudgedKeys adds the keys that dockets on main ever listed.
func (b *Book) addJudgedKeys(dead map[record.ID]*deadCase) error {
	ids := slices.Collect(maps.Keys(dead))
	return b.EachFactsOf(ids, func(id record.ID, facts *verify.CaseFacts) {
		for _, k := range facts.Keys {
			if d := dead[id]; k.Epoch <= d.last {
				d.ever[k.Blob] = true
			}
		}
	})
}

// lastDeadEpoch returns the number of the last epoch of which nobody has a key any more. In a
// destroyed case no epoch is alive; in any other, the last dead epoch is the one before an erasure.
func lastDeadEpoch(d *record.Docket) int {
	if d.Status == record.Destroyed {
		return math.MaxInt
	}
	n := 0
	for n < len(d.Keys) && len(d.Keys[n]) == 0 {
		n++
	}
	return n
}

// addUnlistedKeys adds the keys of the journal and of pending purges, and those that keys refs
// beside main hold.
func (b *Book) addUnlistedKeys(ctx context.Context, refs map[string]string,
	dead map[record.ID]*deadCase) error {
	wrapped, err := b.readKeyJournal()
	if err != nil {
		return err
	}
	for _, k := range wrapped.keys {
		if d := dead[k.of]; d != nil && k.epoch <= d.last {
			d.ever[k.blob] = true
		}
	}
	for id, d := range dead {
		pending, _, err := b.pendingPurge(id)
		if err != nil {
			return err
		}
		if pending.settled == "" {
			continue
		}
		for _, blob := range pending.ids {
			d.ever[blob] = true
		}
	}
	return b.addKeysBeside(ctx, refs, dead)
}

// addKeysBeside adds the keys that keys refs beside main hold of the cases.
func (b *Book) addKeysBeside(ctx context.Context, refs map[string]string,
	dead map[record.ID]*deadCase) error {
	beside := besideKeys(refs)
	for id, d := range dead {
		for name, commit := range beside[id.Shard()] {
			if sameAsOwn(refs, name, commit) {
				continue
			}
			files, err := b.keysIn(ctx, commit, id)
			if err != nil {
				return err
			}
			for _, f := range files {
				if _, epoch, ok := splitKeyPath(f.Path); ok && epoch <= d.last {
					d.ever[f.ID] = true
				}
			}
		}
	}
	return nil
}

// sameAsOwn reports whether a note of the remote's keys names the same commit as this copy's own
// ref. Such a note tells of no other key.
func sameAsOwn(refs map[string]string, name, commit string) bool {
	shard, there := strings.CutPrefix(name, ledger.KeysThere)
	return there && commit == refs[ledger.KeysPrefix+shard]
}

// besideKeys returns the keys refs that do not follow main, by shard and by name: kept ones, those
// that the remote had, and those from the copy of a member who left.
func besideKeys(refs map[string]string) map[string]map[string]string {
	out := map[string]map[string]string{}
	for name, commit := range refs {
		shard, below := shardOfRef(name)
		if shard == "" || below != under(name, ledger.KeptPrefix) {
			continue
		}
		if out[shard] == nil {
			out[shard] = map[string]string{}
		}
		out[shard][name] = commit
	}
	return out
}

// shardOfRef returns the shard of such a ref, "" for any other ref, and whether the ref lies below
// the name of the shard.
func shardOfRef(name string) (shard string, below bool) {
	for _, prefix := range []string{ledger.KeptPrefix, ledger.KeysThere, adoptedKeys} {
		if rest, ok := strings.CutPrefix(name, prefix); ok {
			shard, _, below = strings.Cut(rest, "/")
			return shard, below
		}
	}
	return "", false
}
