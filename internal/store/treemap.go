package store

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sort"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// entries decodes the tree base ("" is the empty one) by name.
func (b *Batch) entries(ctx context.Context, base string) (map[string]object.TreeEntry, error) {
	entries := make(map[string]object.TreeEntry)
	if base == "" {
		return entries, nil
	}
	// Nothing is built upon a tree that programs read differently.
	if t, err := b.tree(ctx, base); err != nil {
		return nil, err
	} else if t.odd {
		return nil, fmt.Errorf("%w: tree %s is not as git writes trees", ErrDamaged, base)
	}
	decoded, err := object.GetTree(model{ctx, b}, plumbing.NewHash(base))
	if err != nil {
		return nil, fmt.Errorf("decoding tree %s: %w", base, err)
	}
	for _, e := range decoded.Entries {
		entries[e.Name] = e
	}
	return entries, nil
}

// apply puts one edit into the entries of its folder.
func apply(entries map[string]object.TreeEntry, name string, e Edit) error {
	if e.ID == "" {
		delete(entries, name)
		return nil
	}
	mode, err := filemode.New(e.Mode)
	if err != nil {
		return fmt.Errorf("edit of %q: %w", e.Path, err)
	}
	if old, ok := entries[name]; ok && (old.Mode == filemode.Dir) != (mode == filemode.Dir) {
		return fmt.Errorf("edit of %q: a folder and a file cannot take each other's place", e.Path)
	}
	entries[name] = object.TreeEntry{Name: name, Mode: mode, Hash: plumbing.NewHash(e.ID)}
	return nil
}

// encode adds the tree with these entries to the batch.
func (b *Batch) encode(ctx context.Context, entries map[string]object.TreeEntry) (string, error) {
	t := object.Tree{Entries: slices.Collect(maps.Values(entries))}
	sort.Sort(object.TreeEntrySorter(t.Entries))
	m := model{ctx, b}
	o := m.NewEncodedObject()
	if err := t.Encode(o); err != nil {
		return "", fmt.Errorf("encoding a tree: %w", err)
	}
	id, err := m.SetEncodedObject(o)
	return id.String(), err
}
