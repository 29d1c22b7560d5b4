package store

import "fmt"

// differ is the comparison of one pair of commits under way.
type differ struct {
	limit   int // of changes
	changes []Change
	paths   int       // bytes of the paths of changes and folders
	todo    []folders // of this level
	next    []folders // of the level below
	err     error     // which ends it
}

// folders are two folders of one path by the ids of their trees, which differ;
// "" where there is none.
type folders struct {
	path  string
	trees [2]string
	depth int
}

// wanted adds the trees that the next level needs.
func (d *differ) wanted(ids []string) []string {
	for _, p := range d.todo {
		for _, id := range p.trees {
			if id != "" {
				ids = append(ids, id)
			}
		}
	}
	return ids
}

// level compares the folders that are to do, whose trees f has.
func (d *differ) level(f *diffCache) {
	for _, p := range d.todo {
		if d.err = d.folders(f, p); d.err != nil {
			d.changes, d.todo, d.next = nil, nil, nil
			return
		}
	}
	d.todo, d.next = d.next, d.todo[:0]
}

func (d *differ) add(c Change) error {
	d.changes = append(d.changes, c)
	d.paths += len(c.Path)
	return d.bound()
}

// below leaves two folders to the next level.
func (d *differ) below(path string, oldID, newID string, depth int) error {
	if oldID == newID {
		return nil
	}
	if depth > maxDepth {
		return fmt.Errorf("%w: trees nested more than %d deep", ErrDamaged, maxDepth)
	}
	d.next = append(d.next, folders{path, [2]string{oldID, newID}, depth})
	d.paths += len(path)
	return d.bound()
}

// bound counts folders too: two different folders hold at least one change.
func (d *differ) bound() error {
	if len(d.changes)+len(d.next) > d.limit {
		return tooMany(d.limit)
	}
	if d.paths > mostPaths {
		return fmt.Errorf("%w: the paths that differ have more than %d bytes", ErrTooLarge,
			mostPaths)
	}
	return nil
}

// folders compares two folders.
func (d *differ) folders(f *diffCache, p folders) error {
	var sides [2]treeListing
	c := Change{Path: p.path}
	for i, id := range p.trees {
		if id == "" {
			continue
		}
		g := f.trees.now[id]
		if g.err != nil {
			return g.err
		}
		sides[i] = g.tree
		if !g.tree.odd && (p.path == "" || g.tree.len() > 0) {
			continue
		}
		if i == 0 {
			c.OldMode, c.OldID = modeTree, id
		} else {
			c.NewMode, c.NewID = modeTree, id
		}
	}
	if c.OldID+c.NewID != "" {
		if err := d.add(c); err != nil {
			return err
		}
	}
	return d.entries(p, sides)
}

// entries compares two lists as multisets of each name.
func (d *differ) entries(p folders, sides [2]treeListing) error {
	before, after := trim(sides[0], sides[1])
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
		path := name
		if p.path != "" {
			path = p.path + "/" + name
		}
		if err := d.group(path, groups[name], p.depth+1); err != nil {
			return err
		}
	}
	return nil
}
