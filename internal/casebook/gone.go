package casebook

import (
	"context"
	"maps"
	"math"
	"slices"

	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/store"
)

// GoneKeys lists the wrapped keys of the dead epochs of a case: of a destroyed case
// all there ever were. Dockets of operations that never came to main are looked at
// too, as far as refs of this copy keep them, and what was wrapped here and no docket
// ever listed, and what is owed. Keys of an epoch in use may be about to be listed, and are left.
func (b *Book) GoneKeys(ctx context.Context, id record.ID) ([]string, error) {
	d, err := b.Docket(ctx, id)
	if err != nil {
		return nil, err
	}
	dead := deadEpochs(d)
	if dead == 0 {
		return nil, nil
	}
	facts, err := b.Facts(id)
	if err != nil {
		return nil, err
	}
	ever := map[string]bool{}
	if facts != nil {
		for _, k := range facts.Keys {
			if k.Epoch <= dead {
				ever[k.Blob] = true
			}
		}
	}
	if err := b.asideKeys(ctx, id, dead, ever); err != nil {
		return nil, err
	}
	if err := b.unlistedKeys(ctx, id, dead, ever); err != nil {
		return nil, err
	}
	for _, e := range d.Keys {
		for _, blob := range e {
			delete(ever, blob)
		}
	}
	return slices.Sorted(maps.Keys(ever)), nil
}

// deadEpochs is the number of the last epoch of which nobody has a key any more: of
// a destroyed case any, of another the last before an erasure.
func deadEpochs(d *record.Docket) int {
	if d.Status == record.Destroyed {
		return math.MaxInt
	}
	n := 0
	for n < len(d.Keys) && len(d.Keys[n]) == 0 {
		n++
	}
	return n
}

// asideKeys adds what the dockets of operations in conflict list, which nobody will
// list again; and, of dead epochs, those of other members of this copy and of
// somebody who left. What came from another's copy is anybody's bytes: what can't be
// followed there holds no key that this copy knows of, and stops nothing.
func (b *Book) asideKeys(ctx context.Context, id record.ID, dead int, ever map[string]bool) error {
	refs, err := b.repo.Refs(ctx, "refs/casefile/")
	if err != nil {
		return err
	}
	for name, tip := range refs {
		if !under(name, ledger.ConflictsPrefix, ledger.UnsentPrefix, ledger.AdoptPrefix) || under(name, adoptedKeys) {
			continue
		}
		last := dead
		if under(name, ledger.ConflictsPrefix) {
			last = math.MaxInt
		}
		err := b.lineKeys(ctx, tip, id, last, ever)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil && !under(name, ledger.AdoptPrefix) {
			return err
		}
	}
	return nil
}

// maxAside bounds the commits that are followed of another's copy: whoever works apart for
// years records fewer.
const maxAside = 20_000

// lineKeys adds what the dockets of a case list on a line beside main.
func (b *Book) lineKeys(ctx context.Context, tip string, id record.ID, last int, ever map[string]bool) error {
	base, err := b.repo.MergeBase(ctx, b.Tip(), tip)
	if err != nil {
		return err
	}
	line, err := b.repo.Since(ctx, base, tip)
	if err != nil {
		return err
	}
	for _, commit := range line[max(0, len(line)-maxAside):] {
		if err := docketKeys(ctx, b.repo.Reader, commit, id, last, ever); err != nil {
			return err
		}
	}
	return nil
}

func docketKeys(ctx context.Context, read store.Reader, commit string, id record.ID, dead int, ever map[string]bool) error {
	_, there, err := read.Lookup(ctx, commit, record.DocketPath(id))
	if err != nil || !there {
		return err
	}
	d, err := ledger.DocketAt(ctx, read, commit, id)
	if err != nil {
		return err
	}
	for _, e := range d.Keys[:min(dead, len(d.Keys))] {
		for _, blob := range e {
			ever[blob] = true
		}
	}
	return nil
}

// unlistedKeys adds what was noted of a case when it was wrapped, and what keys
// refs besides those of main hold of it.
func (b *Book) unlistedKeys(ctx context.Context, id record.ID, dead int, ever map[string]bool) error {
	noted, err := b.wrappedOf(id, dead)
	if err != nil {
		return err
	}
	owed, _, err := b.owes(id)
	if err != nil {
		return err
	}
	if owed.settled != "" {
		noted = append(noted, owed.ids...)
	}
	for _, blob := range noted {
		ever[blob] = true
	}
	refs, err := b.besideKeys(ctx, id.Shard())
	if err != nil {
		return err
	}
	for _, commit := range refs {
		files, err := b.keysIn(ctx, commit, id)
		if err != nil {
			return err
		}
		for _, f := range files {
			if _, epoch, ok := keyPlace(f.Path); ok && epoch <= dead {
				ever[f.ID] = true
			}
		}
	}
	return nil
}

// besideKeys are the keys refs of a shard that do not follow main, by their exact names, with
// where each is: what was kept of it, what the remote had of it, what came with the copy of
// somebody who left. At 10,000 cases there are a thousand shards, and one is asked for.
func (b *Book) besideKeys(ctx context.Context, shard string) (map[string]string, error) {
	out, err := b.repo.Refs(ctx, ledger.KeptPrefix+shard+"/")
	if err != nil {
		return nil, err
	}
	for _, name := range []string{ledger.KeysThere + shard, adoptedKeys + shard} {
		commit, err := b.repo.Ref(ctx, name)
		if err != nil {
			return nil, err
		}
		if commit != "" {
			out[name] = commit
		}
	}
	return out, nil
}
