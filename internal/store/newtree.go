package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing/filemode"
)

// Edit puts an object at a path, or removes the path when ID is empty (removing
// what is not there changes nothing).
type Edit struct{ Path, Mode, ID string }

// Tree makes a root tree from the tree base ("" is the empty one) with edits by
// full path, and gives its id. Folders that become empty vanish. A file in the
// way of a folder is an error, unless an edit removes it.
func (b *Batch) Tree(ctx context.Context, base string, edits []Edit) (string, error) {
	root := new(folder)
	for _, e := range edits {
		if err := root.add(e); err != nil {
			return "", err
		}
	}
	id, _, err := b.build(ctx, base, root)
	return id, err
}

// folder is a set of edits below one folder.
type folder struct {
	files   map[string]Edit
	folders map[string]*folder
}

func (f *folder) add(e Edit) error {
	if _, err := filemode.New(e.Mode); e.ID != "" && (err != nil || !isID(e.ID)) {
		return fmt.Errorf("edit of %q: mode %q or id %q is malformed", e.Path, e.Mode, e.ID)
	}
	steps := strings.Split(e.Path, "/")
	if slices.ContainsFunc(steps, badName) || strings.ContainsRune(e.Path, 0) {
		return fmt.Errorf("edit of %q: not a path git can hold", e.Path)
	}
	last := len(steps) - 1
	for _, step := range steps[:last] {
		next := f.folders[step]
		if next == nil {
			next = new(folder)
			if f.folders == nil {
				f.folders = make(map[string]*folder)
			}
			f.folders[step] = next
		}
		f = next
	}
	if _, twice := f.files[steps[last]]; twice {
		return fmt.Errorf("edit of %q: edited twice", e.Path)
	}
	if f.files == nil {
		f.files = make(map[string]Edit)
	}
	f.files[steps[last]] = e
	return nil
}

// build writes the tree base with the edits of f, and reports whether the result is empty.
func (b *Batch) build(ctx context.Context, base string, f *folder) (
	id string, empty bool, err error,
) {
	entries, err := b.entries(ctx, base)
	if err != nil {
		return "", false, err
	}
	for name, e := range f.files {
		if entries, err = apply(entries, name, e); err != nil {
			return "", false, err
		}
	}
	for name, below := range f.folders {
		old, exists := named(entries, name)
		if exists && old.Mode != modeTree {
			return "", false, fmt.Errorf("%q is a file, not a folder", name)
		}
		id, empty, err := b.build(ctx, old.ID, below)
		if err != nil {
			return "", false, fmt.Errorf("%s/%w", name, err)
		}
		if entries = without(entries, name); !empty {
			entries = with(entries, TreeEntry{Name: name, Mode: modeTree, ID: id})
		}
	}
	id, err = b.encode(ctx, entries)
	return id, len(entries) == 0, err
}
