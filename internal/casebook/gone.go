package casebook

import (
	"context"
	"maps"
	"slices"

	"casefile/internal/record"
	"casefile/internal/store"
)

// GoneKeys lists the wrapped keys of a case that a docket listed once and none
// lists now: of a destroyed case all there ever were. Dockets of operations that
// never came to main are looked at too, as far as refs of this copy keep them. Of a
// destroyed case it also lists what was wrapped here and no docket ever listed; of
// another, somebody may be about to list it.
func (b *Book) GoneKeys(ctx context.Context, id record.ID) ([]string, error) {
	d, err := b.Docket(ctx, id)
	if err != nil {
		return nil, err
	}
	facts, err := b.facts(id)
	if err != nil {
		return nil, err
	}
	ever := map[string]bool{}
	if facts != nil {
		for _, k := range facts.Keys {
			ever[k.Blob] = true
		}
	}
	if err := b.asideKeys(ctx, id, ever); err != nil {
		return nil, err
	}
	if d.Status == record.Destroyed {
		if err := b.unlistedKeys(ctx, id, ever); err != nil {
			return nil, err
		}
	}
	for _, e := range d.Keys {
		for _, blob := range e {
			delete(ever, blob)
		}
	}
	return slices.Sorted(maps.Keys(ever)), nil
}

// asideKeys adds what the dockets of operations in conflict, of other members of
// this copy, and of somebody who left list.
func (b *Book) asideKeys(ctx context.Context, id record.ID, ever map[string]bool) error {
	refs, err := b.repo.Refs(ctx, "refs/casefile/")
	if err != nil {
		return err
	}
	for name, tip := range refs {
		if !under(name, ConflictsPrefix, UnsentPrefix, AdoptPrefix) {
			continue
		}
		base, err := b.repo.MergeBase(ctx, b.tip, tip)
		if err != nil {
			return err
		}
		line, err := b.repo.Since(ctx, base, tip)
		if err != nil {
			return err
		}
		for _, commit := range line {
			if err := docketKeys(ctx, b.repo.Reader, commit, id, ever); err != nil {
				return err
			}
		}
	}
	return nil
}

func docketKeys(ctx context.Context, read store.Reader, commit string, id record.ID, ever map[string]bool) error {
	_, there, err := read.Lookup(ctx, commit, record.DocketPath(id))
	if err != nil || !there {
		return err
	}
	d, err := docketAt(ctx, read, commit, id)
	if err != nil {
		return err
	}
	for _, e := range d.Keys {
		for _, blob := range e {
			ever[blob] = true
		}
	}
	return nil
}

// unlistedKeys adds what was noted of a case when it was wrapped, and what keys
// refs besides those of main hold of it.
func (b *Book) unlistedKeys(ctx context.Context, id record.ID, ever map[string]bool) error {
	noted, err := b.wrappedOf(id)
	if err != nil {
		return err
	}
	for _, blob := range noted {
		ever[blob] = true
	}
	refs, err := b.repo.Refs(ctx, "refs/casefile/")
	if err != nil {
		return err
	}
	for name, commit := range refs {
		if !under(name, KeptPrefix, remoteKeys, adoptedKeys) {
			continue
		}
		files, err := b.keysIn(ctx, commit)
		if err != nil {
			return err
		}
		for _, f := range files {
			if of, ok := keyCase(f.Path); ok && of == id {
				ever[f.ID] = true
			}
		}
	}
	return nil
}
