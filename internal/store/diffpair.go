package store

import "slices"

// pair holds the entries of one name, [0] before and [1] after. An honest tree
// has at most one of them on each side.
type pair struct{ files, folders [2][]TreeEntry }

func (p *pair) put(side int, e TreeEntry) {
	kind := &p.files
	if e.Mode == modeTree {
		kind = &p.folders
	}
	kind[side] = append(kind[side], e)
}

// group adds the changes of one name: what both sides have is taken away, the
// rest is matched in order, files with files, and folders with folders, which
// lie at the depth given.
func (d *differ) group(path string, p *pair, depth int) error {
	cancel(&p.files)
	cancel(&p.folders)
	for i := range max(len(p.files[0]), len(p.files[1])) {
		o, n := nth(p.files[0], i), nth(p.files[1], i)
		c := Change{Path: path, OldMode: o.Mode, OldID: o.ID, NewMode: n.Mode, NewID: n.ID}
		if err := d.add(c); err != nil {
			return err
		}
	}
	for i := range max(len(p.folders[0]), len(p.folders[1])) {
		if err := d.below(path, nth(p.folders[0], i).ID, nth(p.folders[1], i).ID,
			depth); err != nil {
			return err
		}
	}
	return nil
}

// cancel removes, one for one, the entries that both sides have.
func cancel(sides *[2][]TreeEntry) {
	var left []TreeEntry
	for _, e := range sides[0] {
		if i := slices.Index(sides[1], e); i >= 0 {
			sides[1] = slices.Delete(sides[1], i, i+1)
		} else {
			left = append(left, e)
		}
	}
	sides[0] = left
}

func nth(list []TreeEntry, i int) TreeEntry {
	if i < len(list) {
		return list[i]
	}
	return TreeEntry{}
}
