package store

import (
	"context"
	"fmt"
	"slices"
	"sort"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// entries returns the entries of the tree base ("" is the empty one), in git's order.
func (b *Batch) entries(ctx context.Context, base string) ([]TreeEntry, error) {
	if base == "" {
		return nil, nil
	}
	t, err := b.tree(ctx, base)
	if err != nil {
		return nil, err
	}
	if t.odd { // nothing is built upon a tree that programs read differently
		return nil, fmt.Errorf("%w: tree %s is not as git writes trees", ErrDamaged, base)
	}
	return t.all(), nil
}

// apply puts one edit into the entries of its folder.
func apply(entries []TreeEntry, name string, e Edit) ([]TreeEntry, error) {
	old, exists := named(entries, name)
	if e.ID == "" {
		return without(entries, name), nil
	}
	mode, err := filemode.New(e.Mode)
	if err != nil {
		return nil, fmt.Errorf("edit of %q: %w", e.Path, err)
	}
	if exists && (old.Mode == modeTree) != (mode == filemode.Dir) {
		return nil, fmt.Errorf("edit of %q: a folder and a file can't take each other's place",
			e.Path)
	}
	return with(entries, TreeEntry{Name: name, Mode: printMode(uint64(mode)), ID: e.ID}), nil
}

func named(entries []TreeEntry, name string) (TreeEntry, bool) {
	i := slices.IndexFunc(entries, func(e TreeEntry) bool { return e.Name == name })
	if i < 0 {
		return TreeEntry{}, false
	}
	return entries[i], true
}

func without(entries []TreeEntry, name string) []TreeEntry {
	return slices.DeleteFunc(entries, func(e TreeEntry) bool { return e.Name == name })
}

// with puts an entry in its place, and takes away the one of that name.
func with(entries []TreeEntry, e TreeEntry) []TreeEntry {
	entries = without(entries, e.Name)
	at := sort.Search(len(entries), func(i int) bool { return compareEntries(entries[i], e) >= 0 })
	return slices.Insert(entries, at, e)
}

// encode adds the tree with these entries to the batch.
func (b *Batch) encode(ctx context.Context, entries []TreeEntry) (string, error) {
	t := object.Tree{Entries: make([]object.TreeEntry, len(entries))}
	for i, e := range entries {
		mode, err := filemode.New(e.Mode)
		if err != nil {
			return "", fmt.Errorf("encoding a tree: %q: %w", e.Name, err)
		}
		t.Entries[i] = object.TreeEntry{Name: e.Name, Mode: mode, Hash: plumbing.NewHash(e.ID)}
	}
	m := model{ctx, b}
	o := m.NewEncodedObject()
	if err := t.Encode(o); err != nil {
		return "", fmt.Errorf("encoding a tree: %w", err)
	}
	if o.Size() > MaxTree || len(entries) > MaxEntries {
		return "", fmt.Errorf("%w: a folder of %d files", ErrTooLarge, len(entries))
	}
	id, err := m.SetEncodedObject(o)
	return id.String(), err
}
