package store

import (
	"cmp"
	"context"
	"encoding/hex"
	"fmt"
	"slices"
	"sort"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
)

// entries are those of the tree base ("" is the empty one), in git's order.
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
		return nil, fmt.Errorf("edit of %q: a folder and a file cannot take each other's place", e.Path)
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
func (b *Batch) encode(entries []TreeEntry) (string, error) {
	var raw []byte
	for _, e := range entries {
		mode, err := filemode.New(e.Mode)
		id, wrong := hex.DecodeString(e.ID)
		if err = cmp.Or(err, wrong); err != nil || len(id) != 20 {
			return "", fmt.Errorf("encoding a tree: %q: mode %q or id %q is malformed", e.Name, e.Mode, e.ID)
		}
		// Git writes a mode without the leading zero that it prints.
		raw = fmt.Appendf(raw, "%o %s\x00%s", uint32(mode), e.Name, id)
	}
	if len(raw) > MaxTree || len(entries) > MaxEntries {
		return "", fmt.Errorf("%w: a folder of %d files", ErrTooLarge, len(entries))
	}
	return b.put(plumbing.TreeObject, raw), nil
}
