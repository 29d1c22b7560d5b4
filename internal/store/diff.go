package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
)

// Change is one path that differs between two commits; the old or new half is
// empty where the path is absent.
type Change struct{ Path, OldMode, NewMode, OldID, NewID string }

// Bounds of one comparison, against trees that are built to explode: records
// are four levels deep.
const (
	maxDepth   = 64
	maxChanges = 1 << 20
)

// Diff lists the files that differ between two commits, sorted by path; an
// empty oldCommit stands for the empty tree. Renames are not sought.
//
// No entry hides: names that occur twice are compared one by one, and a folder
// that git would never write (empty, out of order, with impossible names) is
// listed itself, with mode 040000; the root's path is "".
func (r Reader) Diff(ctx context.Context, oldCommit, newCommit string) ([]Change, error) {
	var roots [2]string
	for i, id := range []string{oldCommit, newCommit} {
		if i == 0 && id == "" {
			continue
		}
		var err error
		if roots[i], err = r.rootOf(ctx, id); err != nil {
			return nil, err
		}
	}
	d := differ{ctx: ctx, r: r, limit: maxChanges}
	if err := d.trees("", roots[0], roots[1], 0); err != nil {
		return nil, err
	}
	slices.SortStableFunc(d.changes, func(a, b Change) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.NewID, b.NewID), cmp.Compare(a.OldID, b.OldID))
	})
	return d.changes, nil
}

// differ is one comparison under way.
type differ struct {
	ctx     context.Context
	r       Reader
	limit   int // of changes
	changes []Change
}

func (d *differ) add(c Change) error {
	d.changes = append(d.changes, c)
	if len(d.changes) > d.limit {
		return fmt.Errorf("%w: more than %d paths differ", ErrDamaged, d.limit)
	}
	return nil
}

// trees compares two folders by the ids of their trees, "" where absent.
func (d *differ) trees(path, oldID, newID string, depth int) error {
	if oldID == newID {
		return nil
	}
	if depth > maxDepth {
		return fmt.Errorf("%w: trees nested more than %d deep", ErrDamaged, maxDepth)
	}
	before, oldOdd, err := d.load(path, oldID)
	if err != nil {
		return err
	}
	after, newOdd, err := d.load(path, newID)
	if err != nil {
		return err
	}
	if oldOdd || newOdd {
		c := Change{Path: path}
		if oldOdd {
			c.OldMode, c.OldID = modeTree, oldID
		}
		if newOdd {
			c.NewMode, c.NewID = modeTree, newID
		}
		if err := d.add(c); err != nil {
			return err
		}
	}
	return d.entries(path, before, after, depth)
}

func (d *differ) load(path, id string) (entries []TreeEntry, odd bool, err error) {
	if id == "" {
		return nil, false, nil
	}
	t, err := d.r.tree(d.ctx, id)
	return t.entries, t.odd || path != "" && len(t.entries) == 0, err
}

// entries compares two lists as multisets of each name.
func (d *differ) entries(path string, before, after []TreeEntry, depth int) error {
	before, after = trim(before, after)
	var names []string
	groups := make(map[string]*pair)
	for side, list := range [][]TreeEntry{before, after} {
		for _, e := range list {
			g := groups[e.Name]
			if g == nil {
				g = new(pair)
				groups[e.Name], names = g, append(names, e.Name)
			}
			g.put(side, e)
		}
	}
	for _, name := range names {
		below := name
		if path != "" {
			below = path + "/" + name
		}
		if err := d.group(below, groups[name], depth); err != nil {
			return err
		}
	}
	return nil
}

// trim drops the entries that both lists begin and end with: nearly all.
func trim(a, b []TreeEntry) ([]TreeEntry, []TreeEntry) {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	return a, b
}
