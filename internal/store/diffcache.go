package store

import (
	"context"
	"fmt"
)

// diffCache caches what the comparisons of one call have read: the root tree of each commit, and
// the trees.
type diffCache struct {
	reader   Reader
	remember bool // let the reader keep the trees for later calls
	roots    generations[rootRead]
	trees    generations[treeRead]
	last     treeListing // the tree read last; the next is often derived from it
	bytes    int64       // of the trees that were read
}

// errTreesTooLarge ends a comparison whose trees are too large in total.
var errTreesTooLarge = fmt.Errorf("%w: the trees to compare have more than %d bytes", ErrTooLarge,
	int64(mostDiffBytes))

type rootRead struct {
	id  string
	err error
}

type treeRead struct {
	tree treeListing
	err  error
}

// generations holds, by id, the things of the current window of pairs and of the window before,
// which ends where the current one begins.
type generations[T any] struct{ now, before map[string]T }

func newDiffCache(r Reader) *diffCache {
	return &diffCache{
		reader: r,
		roots:  generations[rootRead]{now: make(map[string]rootRead)},
		trees:  generations[treeRead]{now: make(map[string]treeRead)},
	}
}

// age ends a window, and forgets everything that the window before it read and this one did not
// use.
func (f *diffCache) age() {
	f.roots.age()
	f.trees.age()
	f.bytes = 0
}

func (g *generations[T]) age() { g.before, g.now = g.now, make(map[string]T) }

// lacking returns, each once, the ids that are neither cached nor known to remembered. It caches an
// empty value for each.
func (g *generations[T]) lacking(ids []string, remembered func(id string) (T, bool)) []string {
	var lacking []string
	for _, id := range ids {
		if _, ok := g.now[id]; ok {
			continue
		}
		thing, ok := g.before[id]
		if !ok {
			thing, ok = remembered(id)
		}
		if g.now[id] = thing; !ok {
			lacking = append(lacking, id)
		}
	}
	return lacking
}

// begin sets up the comparison of each pair, from the root trees on.
func (f *diffCache) begin(ctx context.Context, pairs [][2]string, limit int) ([]*differ, error) {
	var ids []string
	for _, pair := range pairs {
		if pair[0] != "" {
			ids = append(ids, pair[0])
		}
		ids = append(ids, pair[1])
	}
	if err := f.readRoots(ctx, ids); err != nil {
		return nil, err
	}
	differs := make([]*differ, len(pairs))
	for i, pair := range pairs {
		d := &differ{limit: limit}
		from, to := f.roots.now[pair[0]], f.roots.now[pair[1]]
		if pair[0] == "" {
			from = rootRead{}
		}
		if d.err = from.err; d.err == nil {
			d.err = to.err
		}
		if d.err == nil && from.id != to.id {
			d.todo = []folders{{trees: [2]string{from.id, to.id}}}
		}
		differs[i] = d
	}
	return differs, nil
}

func (f *diffCache) readRoots(ctx context.Context, ids []string) error {
	ids = f.roots.lacking(ids, func(id string) (rootRead, bool) {
		root, ok := f.reader.trees.rootOf(id)
		return rootRead{id: root}, ok
	})
	return f.reader.each(ctx, aCommit, ids, func(i int, a answer) error {
		c, err := Commit{}, a.fault
		if err == nil {
			c, err = ParseCommit(ids[i], a.data)
		}
		f.roots.now[ids[i]] = rootRead{c.Tree, err}
		if err == nil && f.remember {
			f.reader.trees.putRoot(ids[i], c.Tree)
		}
		return nil
	})
}

// readTrees reads the trees that are not cached yet.
func (f *diffCache) readTrees(ctx context.Context, ids []string) error {
	ids = f.trees.lacking(ids, func(id string) (treeRead, bool) {
		t, ok := f.reader.trees.get(id)
		return treeRead{tree: t}, ok
	})
	return f.reader.each(ctx, aTree, ids, func(i int, a answer) error {
		if f.bytes += a.size; f.bytes > mostDiffBytes {
			return errTreesTooLarge
		}
		t, ok := treeListing{}, false
		err := a.fault
		if err == nil {
			t, ok = f.last.like(a.data)
		}
		if err == nil && !ok {
			t, err = asTree(ids[i], a.data)
		}
		f.last = t
		f.trees.now[ids[i]] = treeRead{t, err}
		if err == nil && f.remember {
			f.reader.trees.put(ids[i], t)
		}
		return nil
	})
}
